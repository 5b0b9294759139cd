using System.Globalization;
using System.Text;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>Whether an email is too large, answered as <c>payload-too-large</c> (413) and not as a wrong field.</summary>
public static class EmailSize
{
    /// <summary>The code of the problem.</summary>
    public const string TooLargeCode = "payload-too-large";

    /// <summary>
    /// What the message will have at least: base64 adds a third and line ends. Known before composing, so that a message far too
    /// large is never built.
    /// </summary>
    public static long LowerBound(EmailDraft draft) =>
        Bytes(draft.Html) - Pictures(draft.Html) + Bytes(draft.Text) + draft.Attachments.Sum(attachment => (attachment.Content.LongLength + 2) / 3 * 4 / 76 * 78);

    /// <summary>Compares a size with the limit, ours or a lower one of the outbound server.</summary>
    public static FieldProblem? Check(long bytes, long limit) =>
        bytes <= limit
            ? null
            : new(TooLargeCode, string.Create(CultureInfo.InvariantCulture,
                $"The message has {MiB(bytes):0.#} MiB with its encodings, at most {MiB(limit):0.#} MiB are allowed; make attachments smaller or send links."));

    // One shown many times is written once: what they add is known when the message is composed.
    private static long Pictures(string? html) => html is null ? 0 : DataImages.In(html).Sum(range => (long)range.End.Value - range.Start.Value);

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static double MiB(long bytes) => bytes / 1048576.0;
}
