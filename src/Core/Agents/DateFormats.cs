using System.Globalization;

namespace AgentMail.Core.Agents;

/// <summary>The formats that dates in notifications may have (R7). Ids are patterns, as they read in a list of choices.</summary>
public static class DateFormats
{
    /// <summary>Used where neither the agent nor the tenant chose one: ISO 8601.</summary>
    public const string Default = "yyyy-MM-dd";

    /// <summary>Every format on offer.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Default, "dd/MM/yyyy", "MM/dd/yyyy", "dd.MM.yyyy", "dd-MM-yyyy", "yyyy/MM/dd", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy"];

    /// <summary>A date in one of <see cref="All"/>; English month names.</summary>
    public static string Format(DateOnly date, string format) => date.ToString(format, CultureInfo.InvariantCulture);
}
