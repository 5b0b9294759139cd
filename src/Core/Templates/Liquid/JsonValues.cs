using System.Text.Json;
using Fluid.Values;

namespace AgentMail.Core.Templates.Liquid;

/// <summary>JSON as values of a template.</summary>
internal static class JsonValues
{
    public static FluidValue From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Object(json.EnumerateObject().Select(m => (m.Name, From(m.Value)))),
        JsonValueKind.Array => new ArrayValue([.. json.EnumerateArray().Select(From)]),
        JsonValueKind.String => new StringValue(json.GetString()),
        // A number beyond 28 digits is printed as it was written.
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? NumberValue.Create(number) : new StringValue(json.GetRawText()),
        JsonValueKind.True => BooleanValue.True,
        JsonValueKind.False => BooleanValue.False,
        _ => NilValue.Instance,
    };

    public static FluidValue Object(params IEnumerable<(string Name, string? Value)> members) =>
        Object(members.Select(m => (m.Name, m.Value is null ? (FluidValue)NilValue.Instance : new StringValue(m.Value))));

    /// <summary>Whether a value has no more than so many objects and arrays inside each other.</summary>
    public static bool IsShallow(JsonElement json, int depth) => json.ValueKind switch
    {
        JsonValueKind.Object => depth > 0 && json.EnumerateObject().All(m => IsShallow(m.Value, depth - 1)),
        JsonValueKind.Array => depth > 0 && json.EnumerateArray().All(item => IsShallow(item, depth - 1)),
        _ => true,
    };

    // A name twice: the last one counts, as in most readers of JSON.
    private static DictionaryValue Object(IEnumerable<(string Name, FluidValue Value)> members)
    {
        var named = new Dictionary<string, FluidValue>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
            named[name] = value;
        return new(new FluidValueDictionaryFluidIndexable(named));
    }
}
