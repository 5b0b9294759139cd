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

    /// <summary>Pictures that the html carries in itself: each becomes a part of every message.</summary>
    public const int MaxPictures = 20;

    // The configuration is never changed after this, which is what makes sharing safe.
    private static readonly HtmlSanitizer Sanitizer = Create();

    /// <summary>Sanitises html as it was typed, its variables unharmed, and makes its plain-text twin.</summary>
    public static bool TrySanitize(
        string html, [NotNullWhen(true)] out SignatureContent? signature, [NotNullWhen(false)] out FieldProblem? problem)
    {
        signature = null;
        problem = CheckText(html);
        if (problem is not null)
            return false;
        var (held, tokens) = LiquidTokens.Hold(html);
        if (!TryClean(held, out signature, out problem))
            return false;
        var restored = LiquidTokens.Restore(signature.Html, tokens);
        if (tokens.Count > 0)
            signature = new(restored, PlainTextTwin.From(restored));
        return true;
    }

    /// <summary>Sanitises html in which variables have been filled in, or stand as words.</summary>
    internal static bool TryClean(
        string html, [NotNullWhen(true)] out SignatureContent? signature, [NotNullWhen(false)] out FieldProblem? problem)
    {
        signature = null;
        problem = CheckText(html);
        if (problem is not null)
            return false;

        if (!HtmlTree.TryParse(Sanitizer.HtmlParserFactory(), "<!doctype html><html><body>" + html, out var parsed))
        {
            problem = new(FieldCodes.InvalidFormat, "The html is broken in a way that cannot be repaired; close its tables and other elements, or paste it anew.");
            return false;
        }
        using var document = parsed;
        if (HtmlBounds.IsTooDeep(document.Body!))
        {
            problem = new(FieldCodes.InvalidFormat, $"The html is nested deeper than {HtmlBounds.MaxDepth} elements; simplify it.");
            return false;
        }
        if (document.Body!.QuerySelectorAll("[style]").Any(element => element.GetAttribute("style")!.Length > HtmlBounds.MaxStyle))
        {
            problem = new(FieldCodes.TooLong, $"The style of an element has at most {HtmlBounds.MaxStyle} characters; simplify it.");
            return false;
        }
        Prepare(document.Body!);
        Sanitizer.SanitizeDom(document, document.Body);
        StyleColours.Simplify(document.Body!);
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
            : FormattingBound.IsExceeded(html)
            ? new(FieldCodes.TooMany, "The html opens many tags for letters (b, i, font …) and does not close them in order; close each where it belongs, or remove them.")
            : DataImages.Count(html) > MaxPictures
            ? new(FieldCodes.TooMany, $"A signature has at most {MaxPictures} pictures in data: URLs; link to them instead.")
            : TextRules.CheckBody(html);
    }

    // What Word and Outlook wrap words in goes, and the words stay.
    private static void Prepare(IElement body)
    {
        foreach (var element in body.QuerySelectorAll("*").Where(e => SignatureMarkup.IsWrapper(e.LocalName)).ToList())
            element.Replace([.. element.ChildNodes]);
        foreach (var image in body.QuerySelectorAll("img").Where(RemoteImages.IsTracker).ToList())
            image.Remove();
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
            else if (url.Tag.LocalName == "img" && url.SanitizedUrl is { } source)
                url.SanitizedUrl = RemoteImages.Secure(source);
        };
        return sanitizer;
    }

    // A data: URL is a document of its own wherever it is not a picture; cid: means nothing in a link, and mailto: not in a picture.
    private static bool IsAllowed(IElement tag, string url)
    {
        var scheme = url.Trim().Split(':')[0].ToLowerInvariant();
        if (scheme is "http" or "https" ? VariableHost().IsMatch(url) : scheme == "data" && url.Contains(LiquidTokens.StandIn, StringComparison.OrdinalIgnoreCase))
            return false;
        return tag.LocalName == "img"
            ? scheme is "http" or "https" or "cid" || PictureData().IsMatch(url.Trim())
            : scheme is "http" or "https" or "mailto" or "tel";
    }

    // Where a link leads is for the signature to say; a variable may be part of the path.
    [GeneratedRegex(@"^[^/?#]*//[^/?#]*" + LiquidTokens.StandIn, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex VariableHost();

    [GeneratedRegex(@"^data:image/(png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PictureData();

    [GeneratedRegex(@"[<>\\]|url\s*\(|image-set|expression|javascript:|@import", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ForbiddenStyleValue();
}
