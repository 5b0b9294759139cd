using System.Text.RegularExpressions;
using AgentMail.Core.Validation;
using MimeKit;

namespace AgentMail.Core.Emails;

/// <summary>The rules of attachments.</summary>
internal static partial class AttachmentRules
{
    public static Attachment[] Check(IReadOnlyList<AttachmentInput?>? inputs, ValidationErrors errors)
    {
        if (inputs is null)
            return [];
        if (inputs.Count > EmailLimits.MaxAttachments)
        {
            errors.Add("/attachments", FieldCodes.TooMany, $"At most {EmailLimits.MaxAttachments} attachments are allowed; put files into an archive.");
            return [];
        }
        var contentIds = new HashSet<string>(StringComparer.Ordinal);
        return [.. inputs.Select((input, i) => Check(input ?? new(null, null, null), JsonPointer.Root / "attachments" / i, contentIds, errors)).OfType<Attachment>()];
    }

    private static Attachment? Check(AttachmentInput input, JsonPointer at, HashSet<string> contentIds, ValidationErrors errors)
    {
        var isGood = true;
        void Note(string member, FieldProblem? problem)
        {
            if (problem is null)
                return;
            errors.Add(at / member, problem);
            isGood = false;
        }

        var filename = input.Filename ?? "";
        var contentType = input.ContentType ?? Guess(filename.Trim());
        Note("filename", CheckFilename(filename));
        Note("contentType", CheckContentType(contentType));
        Note("contentId", CheckContentId(input.ContentId, contentIds));
        Note("content", input.Content is null ? new(FieldCodes.Required, "Give the file's bytes as base64; \"\" is an empty file.") : null);
        return isGood ? new Attachment(filename.Trim(), contentType, input.Content!, input.ContentId) : null;
    }

    private static string Guess(string filename) =>
        MimeTypes.GetMimeType(filename) is var type && CheckContentType(type) is null ? type : "application/octet-stream";

    private static FieldProblem? CheckFilename(string filename)
    {
        if (string.IsNullOrWhiteSpace(filename))
            return new(FieldCodes.Required, "An attachment needs a file name, such as offer.pdf.");
        return HeaderText.Check(filename, EmailLimits.MaxFilenameLength)
            ?? (filename.AsSpan().ContainsAny('/', '\\')
                ? new(FieldCodes.NotAllowed, "Give the file name without folders: no slash or backslash.")
                : null);
    }

    private static FieldProblem? CheckContentType(string contentType)
    {
        if (TextRules.CheckLine(contentType, EmailLimits.MaxContentTypeLength) is { } problem)
            return problem;
        if (!ContentTypePattern().IsMatch(contentType))
            return new(FieldCodes.InvalidFormat, "A content type looks like application/pdf, or text/csv; charset=utf-8 with parameters.");

        // Both are structure to a mail reader, and may not be encoded as base64 (RFC 2045 §6.4, RFC 2046 §5.2.1).
        return contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            || contentType.StartsWith("message/", StringComparison.OrdinalIgnoreCase)
            ? new(FieldCodes.NotAllowed, "multipart and message types cannot be attached; use application/octet-stream.")
            : null;
    }

    private static FieldProblem? CheckContentId(string? contentId, HashSet<string> seen)
    {
        if (contentId is null)
            return null;
        if (contentId.Length > EmailLimits.MaxContentIdLength || !ContentIdPattern().IsMatch(contentId))
            return new(FieldCodes.InvalidFormat,
                $"A content id has 1 to {EmailLimits.MaxContentIdLength} ASCII letters, digits, dots, hyphens and underscores, no angle brackets, such as logo@acme.");
        return seen.Add(contentId)
            ? null
            : new(FieldCodes.Duplicate, "Another attachment has this content id; make them differ.");
    }

    // RFC 2045 §5.1 with the alphabet of RFC 6838 §4.2. No "*" in a parameter's name: RFC 2231 would let line breaks in.
    [GeneratedRegex(
        @"^[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}( *; *[A-Za-z0-9!#$&^_.+-]+=([A-Za-z0-9!#$&^_.+-]+|""[ !#-\[\]-~]+""))*\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ContentTypePattern();

    // RFC 2045 §7: a message id, its right side left out by many. Narrower than dot-atoms, so that a cid: URL needs no escape.
    [GeneratedRegex(@"^[A-Za-z0-9_+=$-]+(\.[A-Za-z0-9_+=$-]+)*(@[A-Za-z0-9_+=$-]+(\.[A-Za-z0-9_+=$-]+)*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ContentIdPattern();
}
