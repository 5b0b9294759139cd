using System.Globalization;
using System.Text.RegularExpressions;
using AgentMail.Core.Agents;
using AgentMail.Core.Json;
using Fluid;
using Fluid.Filters;
using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>
/// <c>date</c>: without argument in the effective format, with one as Liquid has it (strftime); both in the tenant's time zone.
/// What is no date is printed as it stands.
/// </summary>
internal static partial class DateFilter
{
    private const int MaxFormat = 200;

    // Without a time zone, which RFC 3339 does not allow: a time of the tenant's zone.
    private static readonly string[] Locals = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    public static ValueTask<FluidValue> Apply(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var values = LiquidRun.Of(context).Values;
        if (Read(input, values) is not { } date)
            return input;
        if (arguments.At(0).IsNil())
            return new StringValue(DateFormats.Format(DateOnly.FromDateTime(date.DateTime), values.DateFormat.Format));
        var format = arguments.At(0).ToStringValue();
        if (format.Length > MaxFormat || LongWidth().IsMatch(format))
            throw new LiquidBoundException($"A date's format has at most {MaxFormat} characters, and widths of at most 3 digits; shorten it.");
        return MiscFilters.Date(new DateTimeValue(date), arguments, context);
    }

    private static DateTimeOffset? Read(FluidValue input, LiquidValues values)
    {
        if (input.Type == FluidValues.Number)
            return Zoned(FromUnix(input.ToNumberValue()), values.TimeZone);
        if (input.Type != FluidValues.String)
            return null;
        var text = input.ToStringValue();
        if (text is "now" or "today")
            return Zoned(values.Now, values.TimeZone);
        if (Rfc3339Converter.TryParse(text, out var instant))
            return Zoned(instant, values.TimeZone);
        return DateTime.TryParseExact(text, Locals, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? InZone(local, values.TimeZone)
            : null;
    }

    private static DateTimeOffset? FromUnix(decimal seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;

    private static DateTimeOffset? Zoned(DateTimeOffset? instant, TimeZoneInfo zone) => instant is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null;

    // The first and the last day of the calendar have no room for an offset.
    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone) =>
        new(local, local.Year is > 1 and < 9999 ? zone.GetUtcOffset(local) : TimeSpan.Zero);

    // Between % and its letter stand flags and a width, in any order.
    [GeneratedRegex("%[-^_:0-9]{4,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex LongWidth();
}
