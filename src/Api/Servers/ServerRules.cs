using System.Text.Json;
using AgentMail.Api.Changes;
using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Json;
using AgentMail.Core.Servers;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Servers;

/// <summary>What a server may look like taken by itself; the worker knows what other resources ask of it.</summary>
internal static class ServerRules
{
    private const int MaxAllowedFrom = 200;
    private const string OAuth2 = "oauth2";

    /// <summary>The change that a request asks for; to be used only when <paramref name="errors"/> stayed empty.</summary>
    public static SaveServer ToCommand(string id, ServerRequest request, long? expectedVersion, Func<string, string> seal, ValidationErrors errors)
    {
        var kind = request.Kind ?? ServerKind.Smtp;
        var security = request.Security ?? ConnectionSecurity.StartTls;
        errors.Secret("/password", request.Password);
        if (request.Dkim is { ValueKind: not JsonValueKind.Null })
            errors.Add("/dkim", FieldCodes.NotAllowed, "Signing by AgentMail comes later; until then send null or leave it out.");
        return new SaveServer(
            id, errors.Line("/name", request.Name), WireEnum<ServerKind>.Name(kind), HostRules.Check(kind, request.Host, errors),
            errors.Whole("/port", request.Port, 1, 65535, DefaultPort(security)), WireEnum<ConnectionSecurity>.Name(security),
            Authentication(request.Authentication, errors), errors.OptionalLogin("/username", request.Username), request.Password.ToChange(seal, errors),
            errors.Address("/fromAddress", request.FromAddress), AllowedFrom(request.AllowedFrom, errors), request.IsDefault ?? false,
            (request.Limits ?? new()).Check("/limits", errors), CertificateRules.Check("/caCertificate", request.CaCertificate, errors), expectedVersion);
    }

    // Ports of submission (RFC 6409), submissions (RFC 8314) and SMTP.
    private static int DefaultPort(ConnectionSecurity security) => security switch
    {
        ConnectionSecurity.Tls => 465,
        ConnectionSecurity.None => 25,
        _ => 587,
    };

    private static string Authentication(string? word, ValidationErrors errors)
    {
        if (word == OAuth2)
            errors.Add("/authentication", FieldCodes.NotAllowed, "oauth2 comes later; until then use password, where the provider allows it with an app password.");
        else if (word is not null && !WireEnum<AuthenticationKind>.TryParse(word, out _))
            errors.Add("/authentication", FieldCodes.NotAllowed, $"Expected one of {string.Join(", ", WireEnum<AuthenticationKind>.All)}.");
        return word ?? WireEnum<AuthenticationKind>.Name(AuthenticationKind.Password);
    }

    private static List<string> AllowedFrom(IReadOnlyList<string>? patterns, ValidationErrors errors)
    {
        errors.Count("/allowedFrom", patterns, MaxAllowedFrom);
        var kept = (patterns ?? []).Take(MaxAllowedFrom).Select(p => p.Trim()).ToList();
        for (var i = 0; i < kept.Count; i++)
        {
            var sample = kept[i].StartsWith("*@", StringComparison.Ordinal) ? "x" + kept[i][1..] : kept[i];
            if (kept[i] == "*" || Core.Emails.EmailAddress.TryParse(sample, out _, out var problem))
                continue;
            errors.Add(
                JsonPointer.Root / "allowedFrom" / i,
                problem.Code == FieldCodes.TooLong ? problem : new(FieldCodes.InvalidFormat, "Give an address, *@ and a domain, or * for any address."));
        }
        return kept;
    }
}
