using System.Text.RegularExpressions;

namespace AgentMail.Core.Delivery;

/// <summary>Reads the text of a reply as it came over the wire: servers repeat the enhanced code on every line (RFC 2034 §4).</summary>
public static partial class SmtpReplyText
{
    /// <summary>Takes the enhanced code out of the text and bounds the text.</summary>
    /// <param name="code">The reply code.</param>
    /// <param name="text">Everything after the code; lines separated by <c>\n</c>.</param>
    public static SmtpReply Parse(int code, string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        var enhanced = EnhancedCode().Match(lines[0]) is { Success: true } match ? match.Groups[1].Value : null;
        if (enhanced is not null)
            lines = [.. lines.Select(line => EnhancedCode().Replace(line, "", 1))];

        return new SmtpReply(code, enhanced, ServerWords.Of(string.Join('\n', lines).Trim(), SmtpReply.MaxTextLength));
    }

    [GeneratedRegex(@"^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)", RegexOptions.CultureInvariant)]
    private static partial Regex EnhancedCode();
}
