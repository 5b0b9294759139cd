using Fluid;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>The filters that templates may use. Fluid's others can print unescaped, read the machine's cultures, or use up its memory.</summary>
internal static class LiquidFilters
{
    // Of Fluid's own: none that multiplies, or whose cost is not that of its input.
    private static readonly string[] FromFluid =
    [
        "abs", "append", "at_least", "at_most", "capitalize", "ceil", "compact", "concat", "default", "divided_by", "downcase", "first", "floor",
        "last", "lstrip", "map", "minus", "modulo", "plus", "prepend", "remove", "remove_first", "replace_first", "reverse", "round", "rstrip", "size",
        "slice", "sort", "sort_natural", "split", "strip", "strip_html", "strip_newlines", "sum", "times", "truncate", "truncatewords", "upcase",
        "url_encode", "where",
    ];

    public static TemplateOptions Options { get; } = Build();

    /// <summary>What to write for a filter that does not exist.</summary>
    public static string InsteadOf(string name) => name == "raw"
        ? "values are always escaped; write html in the template itself"
        : "see the list of filters in the documentation of templates";

    private static TemplateOptions Build()
    {
        var options = new TemplateOptions { StrictFilters = true, ModelNamesComparer = StringComparer.Ordinal, TimeZone = TimeZoneInfo.Utc };
        var fluid = options.Filters.Where(f => FromFluid.Contains(f.Key, StringComparer.Ordinal)).ToList();
        options.Filters.Clear();
        foreach (var (name, filter) in fluid)
            options.Filters.AddFilter(name, Bounded(filter));
        options.Filters.AddFilter("date", Bounded(DateFilter.Apply));
        options.Filters.AddFilter("escape", Bounded((input, _, context) => TextFilters.Escape(input, LiquidRun.Of(context).Form)));
        options.Filters.AddFilter("newline_to_br", Bounded((input, _, context) => TextFilters.NewlineToBr(input, LiquidRun.Of(context).Form)));
        options.Filters.AddFilter("replace", Bounded((input, arguments, _) => TextFilters.Replace(input, arguments)));
        options.Filters.AddFilter("join", Bounded((input, arguments, _) => TextFilters.Join(input, arguments)));
        return options;
    }

    private static FilterDelegate Bounded(FilterDelegate filter) => async (input, arguments, context) =>
    {
        LiquidRun.Of(context).Step();
        return ValueSize.Check(await filter(input, arguments, context));
    };
}
