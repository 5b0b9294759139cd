using System.Net;
using System.Text.RegularExpressions;
using AgentMail.Core.Emails.Markup;
using AgentMail.Core.Templates;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Signatures;

/// <summary>The variables of a signature: agent, channel, tenant and now, in Liquid, filled in when an email is composed.</summary>
public static partial class SignatureVariables
{
    // In a link or a picture's address a value must not become an address of its own, nor a parameter.
    private const string ForUrl = " | url_encode | replace: '%40', '@' | replace: '+', '%20' ";

    private static readonly AgentValues SomeAgent = new("ann", "Ann Archer", "ann@acme.example");
    private static readonly ChannelValues SomeChannel = new("support", "Support", "Acme Support", "support@acme.example");

    /// <summary>Whether a signature has any.</summary>
    public static bool In(string html) => LiquidTokens.In(html);

    /// <summary>What is wrong with the Liquid of a signature; null when it can be filled in.</summary>
    /// <param name="typed">As it was typed: lines are counted in there.</param>
    /// <param name="content">As it is to be stored.</param>
    /// <param name="clock">Measures a rendering.</param>
    public static FieldProblem? Check(string typed, SignatureContent content, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(clock);
        if (!In(content.Html))
            return null;
        if (!LiquidTemplate.TryParse(SourceOf(content.Html), out _, out var problem))
            return new(FieldCodes.InvalidFormat, LiquidTemplate.TryParse(Decoded(typed), out _, out var where) ? problem : where);
        if (UnknownMember().Match(Decoded(content.Html)) is { Success: true } unknown)
            return new(FieldCodes.NotAllowed, $"There is no variable '{TextRules.Shorten(unknown.Value)}'; there are agent.id, .displayName and .email, channel.id, .name, .displayName and .address, tenant.name, and now.");
        var some = new LiquidValues { Now = clock.GetUtcNow(), Agent = SomeAgent, Channel = SomeChannel, TenantName = "Acme" };
        Fill(content, some, clock, out problem);
        return problem is null ? null : new(FieldCodes.InvalidFormat, problem);
    }

    /// <summary>The signature with these values in it; without variables, as it is. Null with the reason where it cannot be.</summary>
    public static SignatureContent? Fill(SignatureContent content, LiquidValues values, TimeProvider clock, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(content);
        problem = null;
        if (!In(content.Html))
            return content;
        if (!LiquidTemplate.TryParse(SourceOf(content.Html), out var template, out problem))
            return null;
        var rendered = template.Render(LiquidForm.Html, values, clock);
        problem = rendered.Problem?.Detail;
        if (rendered.Text is null)
            return null;

        // Conditions can leave out half a tag, and what was harmless in parts is not always harmless put together.
        if (SignatureSanitizer.TryClean(rendered.Text, out var filled, out var unclean))
            return filled;
        problem = unclean.Detail;
        return null;
    }

    // The html at rest as Liquid reads it: tokens without entities, and values in addresses encoded.
    private static string SourceOf(string html)
    {
        var addresses = Addresses(html);
        var next = 0;
        var ranges = LiquidTokens.Of(html);
        return LiquidTokens.Replace(html, ranges, Change);

        string Change(string token)
        {
            var at = ranges[next++].Start.Value;
            token = WebUtility.HtmlDecode(token);
            if (!token.StartsWith("{{", StringComparison.Ordinal) || token.Contains("url_encode", StringComparison.Ordinal))
                return token;
            while (addresses.TryPeek(out var passed) && passed.End.Value <= at)
                addresses.Dequeue();
            return addresses.TryPeek(out var address) && address.Start.Value <= at
                ? token.Insert(token.Length - (token[^3] == '-' ? 3 : 2), ForUrl)
                : token;
        }
    }

    private static Queue<Range> Addresses(string html)
    {
        var found = new Queue<Range>();
        var scanner = new HtmlScanner(html);
        while (scanner.Next())
        {
            if (scanner.Piece != HtmlPiece.StartTag)
                continue;
            var attributes = scanner.Attributes;
            while (attributes.Next())
                if (attributes.Name is "href" or "src")
                    found.Enqueue(attributes.ValueRange);
        }
        return found;
    }

    private static string Decoded(string html) => LiquidTokens.Replace(html, LiquidTokens.Of(html), WebUtility.HtmlDecode);

    [GeneratedRegex(
        @"(?<=\{[{%][^{}]{0,200})(?<![\w.'""])(agent\.(?!(id|displayName|email)\b)|channel\.(?!(id|name|displayName|address)\b)|tenant\.(?!name\b))\w*",
        RegexOptions.CultureInvariant)]
    private static partial Regex UnknownMember();
}
