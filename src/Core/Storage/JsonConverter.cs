using System.Text.Json;
using AgentMail.Core.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AgentMail.Core.Storage;

/// <summary>Stores a small value as a JSON document.</summary>
internal sealed class JsonConverter<T>() : ValueConverter<T, string>(
    v => JsonSerializer.Serialize(v, AgentMailJson.Options),
    s => JsonSerializer.Deserialize<T>(s, StoredJson.Options)!);

/// <summary>Compares by content, so that a changed list is seen as changed.</summary>
internal sealed class JsonComparer<T>() : ValueComparer<T>(
    (a, b) => JsonSerializer.Serialize(a, AgentMailJson.Options) == JsonSerializer.Serialize(b, AgentMailJson.Options),
    v => JsonSerializer.Serialize(v, AgentMailJson.Options).GetHashCode(StringComparison.Ordinal),
    v => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(v, AgentMailJson.Options), AgentMailJson.Options)!);
