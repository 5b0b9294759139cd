using System.Collections.Frozen;

namespace AgentMail.Core.Signatures;

/// <summary>The html that signatures are made of. Everything else is dropped, what is inside of it included.</summary>
internal static class SignatureMarkup
{
    public static readonly FrozenSet<string> Tags = Set(
        "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption "
        + "figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span strike strong "
        + "sub sup table tbody td tfoot th thead time tr tt u ul var wbr");

    public static readonly FrozenSet<string> Attributes = Set(
        "align alt bgcolor border cellpadding cellspacing color cols colspan dir face headers height href hspace lang nowrap rel role rowspan "
        + "rows scope size span src start style summary target title type valign vspace width");

    public static readonly FrozenSet<string> UriAttributes = Set("href src");

    public static readonly FrozenSet<string> Schemes = Set("http https mailto tel cid data");

    // No position, z-index or transform: nothing leaves the signature's own box. No url-valued property either.
    public static readonly FrozenSet<string> StyleProperties = Set(
        "background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse border-color "
        + "border-left border-left-color border-left-style border-left-width border-radius border-right border-right-color "
        + "border-right-style border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width "
        + "border-width clear color direction display float font font-family font-size font-style font-variant font-weight height "
        + "letter-spacing line-height list-style-position list-style-type margin margin-bottom margin-left margin-right margin-top "
        + "max-height max-width min-height min-width opacity padding padding-bottom padding-left padding-right padding-top table-layout "
        + "text-align text-decoration text-decoration-color text-decoration-line text-decoration-style text-indent text-transform "
        + "vertical-align white-space width word-break word-spacing word-wrap overflow-wrap");

    /// <summary>
    /// Elements that go while what is in them stays: Word's own (<c>o:p</c>, <c>st1:city</c>, <c>w:sdt</c>) but not its drawings (<c>v:</c>),
    /// and wrappers without looks.
    /// </summary>
    public static bool IsWrapper(string name) =>
        name is "acronym" or "label" or "picture" || (name.Contains(':', StringComparison.Ordinal) && !name.StartsWith("v:", StringComparison.OrdinalIgnoreCase));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
