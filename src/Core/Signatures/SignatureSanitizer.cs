using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using AgentMail.Core.Emails;
using AgentMail.Core.Validation;
using AngleSharp;
using AngleSharp.Dom;
using Ganss.Xss;

namespace AgentMail.Core.Signatures;

/// <summary>Makes a signature harmless: what is not known to be needed for letters, pictures and links is dropped.</summary>
public static partial class SignatureSanitizer
{
    /// <summary>Octets of the html as it is typed or pasted, pictures in it included: 512 KiB.</summary>
    public const int MaxBytes = 524_288;

    // The configuration is never changed after this, which is what makes sharing safe.
    private static readonly HtmlSanitizer Sanitizer = Create();

    /// <summary>Sanitises html and makes its plain-text twin.</summary>
    public static bool TrySanitize(
        string html, [NotNullWhen(true)] out SignatureContent? signature, [NotNullWhen(false)] out FieldProblem? problem)
    {
        signature = null;
        problem = CheckText(html);
        if (problem is not null)
            return false;

        using var document = Sanitizer.HtmlParserFactory().ParseDocument("<!doctype html><html><body>" + html);
        if (HtmlBounds.IsTooDeep(document.Body!))
        {
            problem = new(FieldCodes.InvalidFormat, $"The html is nested deeper than {HtmlBounds.MaxDepth} elements; simplify it.");
            return false;
        }
        Sanitizer.SanitizeDom(document, document.Body);
        var sanitized = document.Body!.ChildNodes.ToHtml(Sanitizer.OutputFormatter).Trim();
        signature = new SignatureContent(sanitized, PlainTextTwin.From(sanitized));
        return true;
    }

    private static FieldProblem? CheckText(string html)
    {
        if (html.Length > MaxBytes || Encoding.UTF8.GetByteCount(html) > MaxBytes)
            return new(FieldCodes.TooLong, $"A signature has at most {MaxBytes / 1024} KiB; use smaller pictures or link to them.");
        return HtmlBounds.HasTooManyTags(html)
            ? new(FieldCodes.TooMany, $"The html has more than {HtmlBounds.MaxElements} elements; simplify it.")
            : TextRules.CheckBody(html);
    }

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = SignatureMarkup.Tags,
            AllowedAttributes = SignatureMarkup.Attributes,
            AllowedCssProperties = SignatureMarkup.StyleProperties,
            AllowedSchemes = SignatureMarkup.Schemes,
            UriAttributes = SignatureMarkup.UriAttributes,
        })
        {
            DisallowCssPropertyValue = ForbiddenStyleValue(),
        };
        sanitizer.FilterUrl += (_, url) =>
        {
            if (!IsAllowed(url.Tag, url.OriginalUrl))
                url.SanitizedUrl = null;
        };
        return sanitizer;
    }

    // A data: URL is a document of its own wherever it is not a picture; cid: means nothing in a link, and mailto: not in a picture.
    private static bool IsAllowed(IElement tag, string url)
    {
        var scheme = url.Trim().Split(':')[0].ToLowerInvariant();
        return tag.LocalName == "img"
            ? scheme is "http" or "https" or "cid" || PictureData().IsMatch(url.Trim())
            : scheme is "http" or "https" or "mailto" or "tel";
    }

    [GeneratedRegex(@"^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PictureData();

    [GeneratedRegex(@"[<>\\]|url\s*\(|image-set|expression|javascript:|@import", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ForbiddenStyleValue();
}
