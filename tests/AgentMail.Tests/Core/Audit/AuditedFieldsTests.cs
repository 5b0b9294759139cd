using System.Text.Json;
using AgentMail.Core.Agents;
using AgentMail.Core.Audit;
using AgentMail.Core.Channels;
using AgentMail.Core.Servers;
using AgentMail.Core.Signatures;
using AgentMail.Core.Storage;
using AgentMail.Core.Templates;
using AgentMail.Core.Tenants;
using AgentMail.Core.Webhooks;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AgentMail.Tests.Core.Audit;

/// <summary>Whoever adds a table or a column learns here what the audit trail will say of it.</summary>
public sealed class AuditedFieldsTests
{
    /// <summary>Rows of configuration, and the request that fills them.</summary>
    private static readonly Dictionary<Type, (string Path, string Method)> Audited = new()
    {
        [typeof(Tenant)] = ("/v1/tenant", "put"),
        [typeof(ApiKey)] = ("/v1/api-keys", "post"),
        [typeof(OutboundServer)] = ("/v1/servers/{id}", "put"),
        [typeof(Channel)] = ("/v1/channels/{id}", "put"),
        [typeof(Agent)] = ("/v1/agents/{id}", "put"),
        [typeof(AgentProfile)] = ("/v1/agents/{id}/profile", "put"),
        [typeof(Signature)] = ("/v1/agents/{id}/signatures/{sid}", "put"),
        [typeof(Template)] = ("/v1/templates/{id}", "put"),
        [typeof(Webhook)] = ("/v1/webhooks/{id}", "put"),
    };

    /// <summary>No request says it: AgentMail makes it, and shows it once under this name.</summary>
    private static readonly (Type Row, string Name)[] Made = [(typeof(Webhook), "secret")];

    private static readonly string[] NotAudited =
    [
        "AuditEntry", "DataProtectionKey", "Email", "EmailBody", "EmailCount", "EmailRecipient", "EventCount", "EventCounter", "EventRow", "IdempotencyRecord", "InstallationRow", "LaneRow", "LaneSend", "Operation",
        "SinkCursor", "TypedValuesRow", "WebhookDelivery", "WebhookLane", "WorkerRow",
    ];

    public static TheoryData<string> Rows => [.. Audited.Keys.Select(t => t.Name)];

    [Fact]
    public void Every_table_is_audited_or_is_no_configuration() =>
        Assert.Equal(Audited.Keys.Select(t => t.Name).Concat(NotAudited).Order(), Model.GetEntityTypes().Select(t => t.ClrType.Name).Order());

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_property_has_the_name_that_requests_give_it(string row)
    {
        var (type, (path, method)) = Audited.Single(a => a.Key.Name == row);
        var members = MembersOf(path, method);

        Assert.All(NamesOf(type), name => Assert.True(members.Contains(name) || Made.Contains((type, name)), name));
    }

    [Fact]
    public void A_sealed_password_has_the_name_of_the_password_and_bookkeeping_has_none()
    {
        Assert.Equal(
            ["channels", "displayName", "enabled", "limits", "override", "serverId"], NamesOf(typeof(Agent)));
        Assert.Equal(
            ["dateFormat", "defaultFrom", "defaultSignatureId", "emailPassword", "interactionSound", "userId", "workplaceEmail"], NamesOf(typeof(AgentProfile)));
        Assert.Equal(["agentId", "expiresAt", "name", "role"], NamesOf(typeof(ApiKey)));
        Assert.Equal(
            ["contactAddress", "dateFormat", "failureNotices", "name", "retention.bodyDays", "retention.eventDays", "timeZone", "uncertain"], NamesOf(typeof(Tenant)));
        Assert.Contains("password", NamesOf(typeof(OutboundServer)));
        Assert.Equal(["enabled", "secret", "types", "url"], NamesOf(typeof(Webhook)));
    }

    private static IModel Model
    {
        get
        {
            using var db = new SqliteEngine(Path.Combine(Path.GetTempPath(), "never-opened.db")).Open();
            return db.Model;
        }
    }

    private static IEnumerable<string> NamesOf(Type row) => Model.FindEntityType(row)!.GetProperties().Select(AuditedFields.NameOf).OfType<string>().Order(StringComparer.Ordinal);

    /// <summary>Members of a request's body by the published document; those of its objects with a dot.</summary>
    private static List<string> MembersOf(string path, string method)
    {
        var document = JsonSerializer.Deserialize<JsonElement>(Repository.Read("docs/openapi.json"));
        var body = document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("requestBody");
        return [.. Members(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"))];

        IEnumerable<string> Members(JsonElement schema)
        {
            foreach (var member in Resolve(schema).TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : [])
            {
                yield return member.Name;
                foreach (var inner in Members(member.Value))
                    yield return member.Name + "." + inner;
            }
        }

        JsonElement Resolve(JsonElement schema)
        {
            if (schema.TryGetProperty("oneOf", out var oneOf))
                return oneOf.EnumerateArray().Select(Resolve).FirstOrDefault(s => s.TryGetProperty("properties", out _), schema);
            return schema.TryGetProperty("$ref", out var reference)
                ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
                : schema;
        }
    }
}
