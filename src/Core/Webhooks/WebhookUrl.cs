using System.Net;
using System.Text;
using AgentMail.Core.Hosting;
using AgentMail.Core.Servers;
using AgentMail.Core.Validation;
using Microsoft.Extensions.Options;

namespace AgentMail.Core.Webhooks;

/// <summary>
/// What a webhook's URL may look like in this installation. Which address a name stands for is looked at when it is connected to; an
/// address that is written out is refused here, where somebody can mend it.
/// </summary>
public sealed class WebhookUrl(NetworkPolicy networks, IOptions<WebhookOptions> options, RunMode mode)
{
    /// <summary>Most characters of a URL.</summary>
    public const int MaxLength = 2048;

    private const string Localhost = "localhost";

    /// <summary>Whether plain <c>http</c> will do.</summary>
    public bool AllowsHttp => options.Value.AllowHttp ?? mode.HostsWorker;

    /// <summary>What is wrong with it; null when it may be called, as far as the text tells.</summary>
    public FieldProblem? Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            return new(FieldCodes.Required, "A webhook needs a URL, such as https://crm.example.com/agentmail.");
        if (TextRules.CheckLine(text, MaxLength) is { } problem)
            return problem;
        if (!Ascii.IsValid(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || !uri.IsWellFormedOriginalString())
            return new(FieldCodes.InvalidFormat, "Give an absolute URL in ASCII, such as https://crm.example.com/agentmail (xn--… in the host, %XX in the path for other characters).");
        return CheckScheme(uri) ?? CheckParts(uri) ?? CheckHost(uri);
    }

    private FieldProblem? CheckScheme(Uri uri)
    {
        if (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && AllowsHttp))
            return null;
        return uri.Scheme == Uri.UriSchemeHttp
            ? new(FieldCodes.NotAllowed, $"Give a URL that begins with https://; this installation does not call webhooks over plain http ({WebhookOptions.Section}:{nameof(WebhookOptions.AllowHttp)}).")
            : new(FieldCodes.NotAllowed, "Give a URL that begins with https://.");
    }

    private static FieldProblem? CheckParts(Uri uri)
    {
        if (uri.UserInfo.Length > 0)
            return new(FieldCodes.NotAllowed, "Leave user and password out of the URL: every call is signed, and the signature says who calls.");
        if (uri.Fragment.Length > 0)
            return new(FieldCodes.NotAllowed, "Leave the fragment (# and what follows) out: it is never sent.");
        return uri.Host.Length == 0 || uri.Port == 0 ? new(FieldCodes.InvalidFormat, "The URL needs a host, and a port from 1 to 65535 where one is given.") : null;
    }

    private FieldProblem? CheckHost(Uri uri)
    {
        var refused = IPAddress.TryParse(uri.IdnHost, out var address) ? !networks.Allows(address) : !networks.AllowsPrivate && IsLocalhost(uri.IdnHost.TrimEnd('.'));
        return refused
            ? new(FieldCodes.NotAllowed, $"{uri.Host} is a private or local address, which this installation does not call ({NetworkPolicy.Setting}); give one that is reachable on the internet.")
            : null;
    }

    // RFC 6761 §6.3: these names are this machine, whatever a name server says.
    private static bool IsLocalhost(string host) =>
        host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + Localhost, StringComparison.OrdinalIgnoreCase);
}
