using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace AgentMail.Core.Signatures;

/// <summary>Colours as every mail program reads them: Outlook for Windows drops <c>rgba()</c>, which the sanitiser writes.</summary>
internal static partial class StyleColours
{
    /// <summary>Writes each opaque colour of the styles below as <c>#rrggbb</c>.</summary>
    public static void Simplify(IElement root)
    {
        foreach (var element in root.QuerySelectorAll("[style]"))
            if (element.GetAttribute("style") is { } style && style.Contains("rgba(", StringComparison.Ordinal))
                element.SetAttribute("style", Opaque().Replace(style, Hex));
    }

    private static string Hex(Match colour) => string.Create(
        CultureInfo.InvariantCulture, $"#{Part(colour, 1):x2}{Part(colour, 2):x2}{Part(colour, 3):x2}");

    private static byte Part(Match colour, int group) => byte.Parse(colour.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\brgba\((25[0-5]|2[0-4]\d|1?\d?\d), (25[0-5]|2[0-4]\d|1?\d?\d), (25[0-5]|2[0-4]\d|1?\d?\d), 1\)",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Opaque();
}
