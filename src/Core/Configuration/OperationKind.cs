using System.Reflection;
using System.Text.Json.Serialization;
using AgentMail.Contracts.Commands;

namespace AgentMail.Core.Configuration;

/// <summary>The name of a command, as the contract's discriminator spells it.</summary>
internal static class OperationKind
{
    private static readonly Dictionary<Type, string> Names = typeof(ConfigurationCommand)
        .GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    public static string Of(ConfigurationCommand command) => Names[command.GetType()];
}
