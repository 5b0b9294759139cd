using System.Text;
using System.Text.Json;

namespace AgentMail.TestKit.Webhooks;

/// <summary>A request as it came in.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">By lower-case name.</param>
/// <param name="Body">Byte by byte.</param>
public sealed record ReceivedCall(string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}
