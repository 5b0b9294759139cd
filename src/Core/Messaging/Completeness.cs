using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Json;

namespace AgentMail.Core.Messaging;

/// <summary>
/// What a message of another version lacks. The bus makes null, or the default, of a member that is not there, also where the contract says
/// that there is always one. Which members those are is said once, in <see cref="ContractJson"/>.
/// </summary>
public static class Completeness
{
    private static readonly ConcurrentDictionary<Type, JsonPropertyInfo[]> Required = [];

    /// <summary>Name of a required member that is not there; null when the message is complete.</summary>
    public static string? Missing(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (var property in Required.GetOrAdd(message.GetType(), RequiredOf))
        {
            var value = property.Get!(message);
            if (IsMissing(value))
                return property.Name;
            if (MissingWithin(value!) is { } inner)
                return $"{property.Name}/{inner}";
        }
        return null;
    }

    // False and 0 are values as good as others; no time and no word of a list is.
    private static bool IsMissing(object? value) => value switch
    {
        null => true,
        Enum word => !Enum.IsDefined(word.GetType(), word),
        DateTimeOffset time => time == default,
        _ => false,
    };

    private static string? MissingWithin(object value) => value switch
    {
        string => null,
        IEnumerable items => items.Cast<object?>().Select(item => IsMissing(item) ? "item" : MissingWithin(item!)).FirstOrDefault(missing => missing is not null),
        _ => value.GetType().Assembly == typeof(DeliverDue).Assembly ? Missing(value) : null,
    };

    private static JsonPropertyInfo[] RequiredOf(Type type) =>
        ContractJson.Options.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } info ? [.. info.Properties.Where(p => p is { IsRequired: true, Get: not null })] : [];
}
