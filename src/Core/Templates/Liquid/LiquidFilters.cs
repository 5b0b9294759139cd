using Fluid;
using Fluid.Values;

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

    // They compare or add a member of each entry, which may be one long text that a list has a thousand times.
    private static readonly string[] ByMember = ["compact", "sort", "sort_natural", "sum", "where"];

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
        var members = fluid.Find(f => f.Key == "map").Value;
        foreach (var (name, filter) in fluid)
            options.Filters.AddFilter(name, Bounded(ByMember.Contains(name, StringComparer.Ordinal) ? WithSmallMembers(filter, members) : filter));
        options.Filters.AddFilter("date", Bounded(DateFilter.Apply));
        options.Filters.AddFilter("escape", Bounded((input, _, context) => TextFilters.Escape(input, LiquidRun.Of(context).Form)));
        options.Filters.AddFilter("newline_to_br", Bounded((input, _, context) => TextFilters.NewlineToBr(input, LiquidRun.Of(context).Form)));
        options.Filters.AddFilter("replace", Bounded((input, arguments, _) => TextFilters.Replace(input, arguments)));
        options.Filters.AddFilter("join", Bounded((input, arguments, _) => TextFilters.Join(input, arguments)));
        return options;
    }

    private static FilterDelegate Bounded(FilterDelegate filter) => async (input, arguments, context) =>
    {
        var run = LiquidRun.Of(context);
        run.Step();
        var value = await filter(input, arguments, context);
        var size = ValueSize.Check(value);
        if (!ReferenceEquals(value, input))
            run.Made(ValueSize.Cost(value, size));
        return value;
    };

    // Such a filter does not look at the clock while it works.
    private static FilterDelegate WithSmallMembers(FilterDelegate filter, FilterDelegate members) => async (input, arguments, context) =>
    {
        if (input is ArrayValue && !arguments.At(0).IsNil())
            ValueSize.Check(await members(input, arguments, context));
        return await filter(input, arguments, context);
    };
}
