using System.Text.Json;

namespace AgentMail.Api.Json;

/// <summary>Implemented by converters of members that come in more than one form, so that <see cref="ShapeCheck"/> can look inside.</summary>
internal interface IAlternativeShapes
{
    /// <summary>What to ask for when no form fits, such as "an address or an object with name and address".</summary>
    string Expected { get; }

    bool AllowsNull { get; }

    /// <summary>The type that a value of this kind must fit; null when none does.</summary>
    Type? ShapeOf(JsonValueKind kind);
}
