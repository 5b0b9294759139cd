using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>Roles hold on every route of the served document, and tenants cannot see each other.</summary>
public sealed class AccessStory(AccessStory.Acme acme) : IClassFixture<AccessStory.Acme>
{
    private static readonly string[] AllRoles = ["admin", "sender", "agent", "monitor"];

    [Fact]
    public async Task Without_a_key_every_route_is_401()
    {
        foreach (var route in acme.Routes)
        {
            foreach (var client in new[] { acme.App.Anonymous, acme.App.ClientOf("amk_wrong") })
            {
                var answer = await route.CallAsync(client, acme.PathOf(route));
                Assert.True(answer is { Status: 401, Code: "unauthenticated" }, $"{route}: {answer}");
                Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
            }
        }
    }

    [Fact]
    public async Task With_another_role_every_route_is_403()
    {
        foreach (var route in acme.Routes.Where(r => !r.IsOperators))
        {
            foreach (var role in AllRoles.Except(route.Roles))
            {
                var answer = await route.CallAsync(acme.Clients[role], acme.PathOf(route));
                Assert.True(answer is { Status: 403, Code: "forbidden" }, $"{role} {route}: {answer}");
            }
        }
    }

    [Fact]
    public async Task With_a_named_role_every_reading_route_answers()
    {
        foreach (var route in acme.Routes.Where(r => !r.IsOperators && r.Method == "GET"))
        {
            foreach (var role in route.Roles)
            {
                var answer = await route.CallAsync(acme.Clients[role], acme.PathOf(route));
                Assert.True(answer.Status == 200, $"{role} {route}: {answer}");
            }
        }
    }

    [Fact]
    public async Task Another_tenants_things_are_404_and_stay_as_they_are()
    {
        var before = await acme.PictureAsync();
        var writesOwn = new[] { "/v1/servers/{id}", "/v1/channels/{id}", "/v1/agents/{id}", "/v1/templates/{id}", "/v1/webhooks/{id}" };

        foreach (var route in acme.Routes.Where(r => !r.IsOperators && r.Path.Contains("{id}", StringComparison.Ordinal)))
        {
            // These create a resource of the other tenant's own under the same id.
            if (route.Method == "PUT" && writesOwn.Contains(route.Path))
                continue;
            var answer = await route.CallAsync(acme.Other, acme.PathOf(route));
            Assert.True(answer is { Status: 404, Code: "not-found" }, $"{route}: {answer}");
        }
        foreach (var path in new[] { "/v1/emails", "/v1/events", "/v1/agents", "/v1/channels" })
            Assert.Equal(0, (await acme.Other.ReadAsync(path)).Body.GetProperty("items").GetArrayLength());
        Assert.Equal("identity-not-found", (await acme.Other.PostAsync("/v1/emails", AcmeTenant.Mail("ann"))).Code);
        Assert.Equal(201, (await acme.Other.PutAsync("/v1/servers/acme-365", """{"name": "Mine", "host": "smtp.other.example", "fromAddress": "a@other.example"}""")).Status);

        Assert.Equal(before, await acme.PictureAsync());
    }

    [Fact]
    public async Task An_agents_key_is_kept_to_that_agent()
    {
        var ben = await acme.App.ClientAsync("agent", "ben");

        Assert.Equal("forbidden", (await ben.ReadAsync("/v1/agents/ann/profile")).Code);
        Assert.Equal("forbidden", (await ben.PutAsync("/v1/agents/ann/profile", "not even read")).Code);
        Assert.Equal("forbidden", (await ben.ReadAsync("/v1/agents/ann/signatures")).Code);
        Assert.Equal("forbidden", (await ben.ReadAsync("/v1/agents/nobody/from-addresses")).Code);
        Assert.Equal("forbidden", (await ben.ReadAsync("/v1/channels/support/signatures")).Code);
        Assert.Equal("forbidden", (await ben.ReadAsync($"/v1/emails/{acme.EmailId}")).Code);
        Assert.Equal("forbidden", (await ben.ReadAsync($"/v1/emails/{acme.EmailId}/raw")).Code);
        Assert.Equal("forbidden", (await ben.ReadAsync($"/v1/operations/{acme.OperationId}")).Code);
        Assert.Equal("forbidden", (await ben.PostAsync("/v1/emails", AcmeTenant.Mail("ann"))).Code);
        Assert.Equal("forbidden", (await ben.PostAsync("/v1/emails/preview", AcmeTenant.Mail("ann"))).Code);
        Assert.Equal("forbidden", (await ben.PostAsync("/v1/agents/ann/test-email", "not even read")).Code);
        Assert.Equal("forbidden", (await ben.PutAsync("/v1/agents/ann/signatures/formal", "not even read")).Code);
        Assert.Equal("from-mismatch", (await ben.PostAsync("/v1/emails", """{"sender": {"channelId": "support"}, "to": ["x@y.example"], "text": "x"}""")).Code);
        Assert.Equal(0, (await ben.ReadAsync("/v1/emails")).Body.GetProperty("items").GetArrayLength());
        Assert.Equal(200, (await ben.PutAsync("/v1/agents/ben/profile", """{"workplaceEmail": "ben@acme.example"}""")).Status);
    }

    [Fact]
    public async Task An_agent_sees_its_own_emails_and_those_of_its_channels()
    {
        var id = await AcmeTenant.SendAsync(acme.Clients["sender"], """{"sender": {"channelId": "support"}, "to": ["x@y.example"], "text": "x"}""");

        Assert.Equal(200, (await acme.Clients["agent"].ReadAsync($"/v1/emails/{id}")).Status);
        Assert.Equal(200, (await acme.Clients["agent"].ReadAsync($"/v1/emails/{acme.EmailId}")).Status);
    }

    [Fact]
    public async Task A_deleted_or_expired_key_stops_working_at_once()
    {
        var created = await acme.App.Admin.PostAsync("/v1/api-keys", """{"name": "Short", "role": "monitor"}""");
        var client = acme.App.ClientOf(created["key"]);
        Assert.Equal(200, (await client.ReadAsync("/v1/emails")).Status);

        Assert.Equal(204, (await acme.App.Admin.RemoveAsync($"/v1/api-keys/{created["id"]}")).Status);

        Assert.Equal(401, (await client.ReadAsync("/v1/emails")).Status);
        Assert.DoesNotContain(created["key"]!, (await acme.App.Admin.ReadAsync("/v1/api-keys")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_tenant_is_gone_with_its_keys()
    {
        var globex = await acme.App.OtherTenantAsync("globex");
        Assert.Equal("conflict", (await acme.App.Operator.PostAsync("/v1/tenants", """{"id": "globex", "name": "x"}""")).Code);
        Assert.Equal(201, (await globex.PutAsync("/v1/agents/gil", """{"displayName": "Gil"}""")).Status);
        Assert.Equal(200, (await globex.PutAsync("/v1/agents/gil/profile", """{"workplaceEmail": "gil@globex.example"}""")).Status);
        await AcmeTenant.SendAsync(globex, AcmeTenant.Mail("gil"));

        Assert.Equal(202, (await acme.App.Operator.RemoveAsync("/v1/tenants/globex")).Status);

        Assert.Equal(401, (await globex.ReadAsync("/v1/tenant")).Status);
        Assert.Equal(404, (await acme.App.Operator.RemoveAsync("/v1/tenants/globex")).Status);
        Assert.DoesNotContain("globex", (await acme.App.Operator.ReadAsync("/v1/tenants")).Text, StringComparison.Ordinal);
    }

    /// <summary>Acme with a key of every role, an email, and a second tenant.</summary>
    public sealed class Acme : IAsyncLifetime
    {
        public AgentMailApp App { get; } = new();

        internal IReadOnlyList<ServedRoute> Routes { get; private set; } = [];

        internal Dictionary<string, HttpClient> Clients { get; } = [];

        internal HttpClient Other { get; private set; } = null!;

        internal string EmailId { get; private set; } = "";

        internal string OperationId { get; private set; } = "";

        internal string KeyId { get; private set; } = "";

        internal string DeliveryId { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await App.InitializeAsync();
            await AcmeTenant.SetUpAsync(App);
            await App.Admin.PutAsync("/v1/servers/acme-365", """{"name": "365", "host": "smtp.acme.example", "fromAddress": "relay@acme.example"}""");
            await App.Admin.PutAsync("/v1/agents/ann/signatures/formal", """{"name": "Formal", "html": "<p>Ann</p>"}""");
            await App.Admin.PutAsync("/v1/channels/support/signatures/formal", """{"name": "Formal", "html": "<p>Support</p>"}""");
            await App.Admin.PutAsync("/v1/templates/case-solved", """{"name": "Solved", "subject": "Solved", "description": "<p>Solved</p>"}""");
            EmailId = await AcmeTenant.SendAsync(App.Admin, AcmeTenant.Mail("ann"));
            foreach (var role in AllRoles)
                Clients[role] = await App.ClientAsync(role, role == "agent" ? "ann" : null);
            var pending = await Clients["agent"].PutAsync("/v1/agents/ann/profile", """{"workplaceEmail": "ann@acme.example"}""", ("Prefer", "respond-async"));
            OperationId = pending["operationId"]!;
            await Eventually.BecomesAsync(() => App.Admin.ReadAsync($"/v1/operations/{OperationId}"), o => o["status"] == "applied");
            await Eventually.BecomesAsync(() => App.Admin.ReadAsync($"/v1/emails/{EmailId}"), e => e["status"] == "sent");
            KeyId = (await App.Admin.PostAsync("/v1/api-keys", """{"name": "Spare", "role": "monitor"}"""))["id"]!;
            await App.Admin.PutAsync("/v1/webhooks/acme-crm", """{"url": "https://crm.acme.example/hooks", "types": ["identity.*"]}""");
            DeliveryId = (await App.Admin.PostAsync("/v1/webhooks/acme-crm/test", ""))["id"]!;
            Other = await App.OtherTenantAsync("other");
            Routes = await ServedRoute.AllAsync(App);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();

        internal string PathOf(ServedRoute route) => route.Path switch
        {
            _ when route.Path.StartsWith("/v1/emails", StringComparison.Ordinal) => route.Fill(("id", EmailId)),
            _ when route.Path.StartsWith("/v1/operations", StringComparison.Ordinal) => route.Fill(("id", OperationId)),
            // Each tenant has a sandbox of its own; this server is Acme's.
            "/v1/servers/{id}/test-email" => route.Fill(("id", "acme-365")),
            _ when route.Path.StartsWith("/v1/api-keys", StringComparison.Ordinal) => route.Fill(("id", KeyId)),
            _ when route.Path.StartsWith("/v1/webhooks", StringComparison.Ordinal) => route.Fill(("id", "acme-crm"), ("did", DeliveryId)),
            _ => route.Fill(),
        };

        /// <summary>Everything of the first tenant that another could have changed.</summary>
        internal async Task<string> PictureAsync()
        {
            var parts = new List<string>();
            foreach (var path in new[] { "/v1/tenant", "/v1/servers", "/v1/channels", "/v1/agents", "/v1/agents/ann/profile", "/v1/agents/ann/signatures", "/v1/templates", "/v1/api-keys" })
                parts.Add(JsonSerializer.Serialize((await App.Admin.ReadAsync(path)).Body));
            // Its endpoint's health changes by itself.
            parts.Add((await App.Admin.ReadAsync("/v1/webhooks/acme-crm")).Headers.ETag!.Tag);
            return string.Join('\n', parts);
        }
    }
}
