using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentMail.Core.Json;

/// <summary>
/// How JSON is read that AgentMail wrote itself. While versions run side by side a newer one may have written it, so a member that this
/// one does not know is left out; requests of others are read strictly (<see cref="AgentMailJson"/>).
/// </summary>
public static class StoredJson
{
    /// <summary>The shared, read-only options.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(AgentMailJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
