using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentMail.Core.Json;

/// <summary>The one spelling of an enum member outside the process: on the wire, in the database, in events.</summary>
/// <typeparam name="T">The vocabulary.</typeparam>
public static class WireEnum<T> where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().ToDictionary(v => v, NameOf);
    private static readonly Dictionary<string, T> Values = Names.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>Every spelling, in the order of declaration.</summary>
    public static IReadOnlyCollection<string> All => Names.Values;

    /// <summary>The spelling of <paramref name="value"/>.</summary>
    public static string Name(T value) => Names[value];

    /// <summary>Reads a spelling; exact, case matters.</summary>
    public static bool TryParse(string? name, out T value)
    {
        value = default;
        return name is not null && Values.TryGetValue(name, out value);
    }

    /// <summary>Reads a spelling that we wrote ourselves.</summary>
    /// <exception cref="FormatException">The name is not one of <see cref="All"/>.</exception>
    public static T Parse(string name) =>
        TryParse(name, out var value) ? value : throw new FormatException($"'{name}' is no {typeof(T).Name}.");

    private static string NameOf(T value)
    {
        var field = typeof(T).GetField(value.ToString())!;
        return field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
    }
}
