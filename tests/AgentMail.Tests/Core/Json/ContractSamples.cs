using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Json;

namespace AgentMail.Tests.Core.Json;

/// <summary>A value of every contract, all members filled, made from what its type says; so a new member is in the tables by itself.</summary>
internal static class ContractSamples
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Every record that crosses the bus or is stored.</summary>
    public static IReadOnlyList<Type> Types { get; } =
        [.. typeof(DeliverDue).Assembly.GetExportedTypes().Where(t => t is { IsEnum: false, IsAbstract: false }).OrderBy(t => t.Name, StringComparer.Ordinal)];

    public static IEnumerable<ParameterInfo> MembersOf(Type type) => type.GetConstructors()[0].GetParameters();

    /// <summary>Whether the contract allows it to be left out.</summary>
    public static bool IsOptional(ParameterInfo member) =>
        member.HasDefaultValue || Nullable.GetUnderlyingType(member.ParameterType) is not null
        || (!member.ParameterType.IsValueType && Nullability.Create(member).ReadState == NullabilityState.Nullable);

    public static string NameOf(ParameterInfo member) => JsonNamingPolicy.CamelCase.ConvertName(member.Name!);

    /// <summary>As a stored command has it, with the word that says which it is.</summary>
    public static JsonObject Stored(Type type)
    {
        var contract = type.IsAssignableTo(typeof(ConfigurationCommand)) ? typeof(ConfigurationCommand) : type;
        return JsonSerializer.SerializeToNode(Of(type), contract, AgentMailJson.Options)!.AsObject();
    }

    public static object Of(Type type)
    {
        if (type == typeof(string))
            return "text";
        if (type == typeof(bool))
            return true;
        if (type == typeof(int) || type == typeof(long))
            return Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(1)!;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying);
        if (type.IsGenericType)
            return ListOf(type.GetGenericArguments()[0]);
        return Activator.CreateInstance(type, [.. MembersOf(type).Select(m => Of(m.ParameterType))])!;
    }

    private static Array ListOf(Type item)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Of(item), 0);
        return list;
    }
}
