using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentMail.Core.Emails;

/// <summary>
/// Moves the pictures that html carries in <c>data:</c> URLs into parts of the message, shown by <c>cid:</c> (RFC 2392): large mail
/// services drop <c>data:</c>, and the picture with it. The same picture is one part, however often it is shown.
/// </summary>
/// <remarks>Pure: a content id follows from the picture. What is no base64 stays as it is.</remarks>
internal sealed class InlineImages(IReadOnlyList<Attachment> attachments)
{
    private const string Domain = "@inline.agentmail";

    private readonly Dictionary<string, Attachment> _byContentId =
        attachments.Where(part => part.ContentId is not null).ToDictionary(part => part.ContentId!, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _contentIds = new(StringComparer.Ordinal);
    private readonly List<Attachment> _parts = [];

    /// <summary>The pictures found so far, in the order of their first use.</summary>
    public IReadOnlyList<Attachment> Parts => _parts;

    /// <summary>The html with <c>cid:</c> in place of the pictures.</summary>
    public string TakeFrom(string html)
    {
        var found = DataImages.In(html);
        if (found.Count == 0)
            return html;
        var result = new StringBuilder();
        var kept = 0;
        foreach (var range in found)
        {
            if (!DataImages.TryDecode(html.AsSpan()[range], out var contentType, out var bytes))
                continue;
            result.Append(html.AsSpan(kept..range.Start.Value)).Append("cid:").Append(ContentIdOf(contentType, bytes));
            kept = range.End.Value;
        }
        return result.Append(html.AsSpan(kept)).ToString();
    }

    /// <summary>Adds those pictures of <paramref name="source"/> that the html shows by <c>cid:</c> already: a preview was drawn, and its html sent back.</summary>
    public void Complete(string html, string source)
    {
        if (!html.Contains(Domain, StringComparison.Ordinal))
            return;
        TakeFrom(source);
        _parts.RemoveAll(part => !html.Contains($"cid:{part.ContentId}", StringComparison.Ordinal));
    }

    private string ContentIdOf(string contentType, byte[] bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
        var key = $"{hash} {contentType}";
        if (!_contentIds.TryGetValue(key, out var contentId))
            _contentIds.Add(key, contentId = Add(hash, contentType, bytes));
        return contentId;
    }

    private string Add(string hash, string contentType, byte[] bytes)
    {
        for (var i = 1; ; i++)
        {
            var contentId = string.Create(CultureInfo.InvariantCulture, $"{hash}{(i == 1 ? "" : $"-{i}")}{Domain}");
            if (!_byContentId.TryGetValue(contentId, out var holder))
            {
                _parts.Add(_byContentId[contentId] = new(FileName(contentType), contentType, bytes, contentId));
                return contentId;
            }
            // The request attaches this very picture: it was taken from a preview and comes back.
            if (holder.ContentType == contentType && holder.Content.AsSpan().SequenceEqual(bytes))
                return contentId;
        }
    }

    private string FileName(string contentType) =>
        string.Create(CultureInfo.InvariantCulture, $"image-{_parts.Count + 1}.{contentType["image/".Length..].Replace("jpeg", "jpg", StringComparison.Ordinal)}");
}
