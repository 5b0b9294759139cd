using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Json;

/// <summary>
/// Holds a JSON value against the type it is meant for and finds everything that does not fit. The serializer stops at the first
/// such thing and gives no pointer for a missing member; a caller wants them all, each with its place.
/// </summary>
internal sealed class ShapeCheck(JsonSerializerOptions options, ValidationErrors errors)
{
    private const int LongestQuote = 64;

    private static readonly ConcurrentDictionary<Type, FrozenDictionary<string, JsonPropertyInfo>> Members = new();

    public void Check(JsonElement value, Type type, JsonPointer at)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement))
            return;
        var info = options.GetTypeInfo(type);
        if (info.Converter is IAlternativeShapes shapes)
            CheckAlternatives(value, shapes, at);
        else if (value.ValueKind == JsonValueKind.Null)
            errors.Add(at, FieldCodes.Required, "This must not be null; give a value, or leave the member out where it is not required.");
        else if (info.Kind == JsonTypeInfoKind.Object)
            CheckObject(value, info, at);
        else if (info.Kind == JsonTypeInfoKind.Dictionary)
            CheckMap(value, info, at);
        else if (info.Kind == JsonTypeInfoKind.Enumerable)
            CheckArray(value, info, at);
        else if (ScalarShape.Mismatch(value, type) is { } problem)
            errors.Add(at, problem);
    }

    private void CheckAlternatives(JsonElement value, IAlternativeShapes shapes, JsonPointer at)
    {
        if (value.ValueKind == JsonValueKind.Null && shapes.AllowsNull)
            return;
        if (shapes.ShapeOf(value.ValueKind) is { } shape)
            Check(value, shape, at);
        else
            errors.Add(at, FieldCodes.InvalidFormat, $"Expected {shapes.Expected}.");
    }

    private void CheckObject(JsonElement value, JsonTypeInfo info, JsonPointer at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(at, FieldCodes.InvalidFormat, $"Expected an object, got {ScalarShape.Name(value.ValueKind)}.");
            return;
        }
        var members = Members.GetOrAdd(info.Type, static (_, info) => info.Properties.Where(p => p.Set is not null).ToFrozenDictionary(p => p.Name), info);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name;
            if (!members.TryGetValue(name, out var member))
                errors.Add(at / Quote(name), FieldCodes.Unknown, $"There is no member \"{Quote(name)}\" here; leave it out. Members are {string.Join(", ", members.Values.Select(m => m.Name))}.");
            else if (!seen.Add(name))
                errors.Add(at / name, FieldCodes.Duplicate, "This member is given twice; give it once.");
            else if (property.Value.ValueKind != JsonValueKind.Null || !member.IsSetNullable)
                Check(property.Value, member.PropertyType, at / name);
        }
        foreach (var missing in members.Values.Where(m => m.IsRequired && !seen.Contains(m.Name)))
            errors.Add(at / missing.Name, FieldCodes.Required, $"\"{missing.Name}\" is missing; give it.");
    }

    private void CheckMap(JsonElement value, JsonTypeInfo info, JsonPointer at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(at, FieldCodes.InvalidFormat, $"Expected an object, got {ScalarShape.Name(value.ValueKind)}.");
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!seen.Add(property.Name))
                errors.Add(at / Quote(property.Name), FieldCodes.Duplicate, "This member is given twice; give it once.");
            Check(property.Value, info.ElementType!, at / Quote(property.Name));
        }
    }

    private void CheckArray(JsonElement value, JsonTypeInfo info, JsonPointer at)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            errors.Add(at, FieldCodes.InvalidFormat, $"Expected an array, got {ScalarShape.Name(value.ValueKind)}.");
            return;
        }
        var index = 0;
        foreach (var item in value.EnumerateArray())
            Check(item, info.ElementType!, at / index++);
    }

    private static string Quote(string name) => name.Length <= LongestQuote ? name : name[..LongestQuote] + "…";
}
