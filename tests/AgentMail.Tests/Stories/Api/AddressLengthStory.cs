using System.Text;
using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>R1: an address has at most 254 characters, and at most 254 octets in UTF-8, in every member of every request that takes one.</summary>
public sealed class AddressLengthStory(AddressLengthStory.Installation installation) : IClassFixture<AddressLengthStory.Installation>
{
    private const int Max = 254;

    /// <summary>Requests with <c>§</c> where the address goes, and the pointer of that member.</summary>
    public static TheoryData<string, string, string, string> Members() => new()
    {
        { "PUT", "/v1/agents/len/profile", """{"workplaceEmail": "§"}""", "/workplaceEmail" },
        { "PUT", "/v1/agents/len/profile", """{"workplaceEmail": "len@acme.example", "userId": "§"}""", "/userId" },
        { "PUT", "/v1/channels/len", """{"name": "Len", "address": "§"}""", "/address" },
        { "PUT", "/v1/channels/len", """{"name": "Len", "address": "len@acme.example", "userId": "§"}""", "/userId" },
        { "PUT", "/v1/servers/len", """{"name": "Len", "host": "smtp.acme.example", "fromAddress": "§"}""", "/fromAddress" },
        { "PUT", "/v1/servers/len", """{"name": "Len", "host": "smtp.acme.example", "fromAddress": "len@acme.example", "username": "§"}""", "/username" },
        { "PUT", "/v1/servers/len", """{"name": "Len", "host": "smtp.acme.example", "fromAddress": "len@acme.example", "allowedFrom": ["*", "§"]}""", "/allowedFrom/1" },
        { "PUT", "/v1/tenant", """{"name": "Len", "contactAddress": "§"}""", "/contactAddress" },
        { "POST", "/v1/emails", """{"sender": {"agentId": "own"}, "from": "§", "to": ["bob@example.net"], "text": "x"}""", "/from" },
        { "POST", "/v1/emails", """{"sender": {"agentId": "ann"}, "to": ["§"], "text": "x"}""", "/to/0" },
        { "POST", "/v1/emails", """{"sender": {"agentId": "ann"}, "to": [{"name": "Bob", "address": "§"}], "text": "x"}""", "/to/0/address" },
        { "POST", "/v1/emails", """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "cc": ["§"], "text": "x"}""", "/cc/0" },
        { "POST", "/v1/emails", """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "bcc": ["§"], "text": "x"}""", "/bcc/0" },
        { "POST", "/v1/emails", """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "replyTo": "§", "text": "x"}""", "/replyTo" },
        { "POST", "/v1/emails/preview", """{"sender": {"agentId": "ann"}, "to": ["§"], "text": "x"}""", "/to/0" },
        { "POST", "/v1/emails/batch", """{"items": [{"sender": {"agentId": "ann"}, "to": ["§"], "text": "x"}]}""", "/to/0" },
        { "POST", "/v1/agents/ann/test-email", """{"address": "§"}""", "/address" },
        { "POST", "/v1/agents/ann/test-email", """{"userId": "§"}""", "/userId" },
        { "POST", "/v1/channels/support/test-email", """{"to": "§"}""", "/to" },
        { "POST", "/v1/servers/sandbox/test-email", """{"to": "§"}""", "/to" },
        { "GET", "/v1/emails?recipient=§", "", "/recipient" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public async Task It_may_have_254_characters_and_octets_and_no_more(string method, string path, string body, string pointer)
    {
        foreach (var address in new[] { InLatin(Max), InOctets(Max) })
        {
            await installation.OwnAddressAsync(address);
            var answer = await CallAsync(method, path, body, address);
            Assert.True(answer.Status is >= 200 and <= 202 && !answer.Text.Contains("too-long", StringComparison.Ordinal), answer.ToString());
        }
        foreach (var address in new[] { InLatin(Max + 1), InOctets(Max + 1), InCharacters(Max) })
        {
            var answer = await CallAsync(method, path, body, address);
            // A preview and a batch answer 200 and 202, with the problem in the body.
            Assert.True(answer.Text.Contains($"\"pointer\":\"{pointer}\",\"code\":\"too-long\"", StringComparison.Ordinal), answer.ToString());
        }
    }

    private Task<ApiAnswer> CallAsync(string method, string path, string body, string address) => installation.App.Admin.CallAsync(
        new(method), path.Replace("§", Uri.EscapeDataString(address), StringComparison.Ordinal),
        body.Length == 0 ? null : ApiCalls.Octets(Encoding.UTF8.GetBytes(body.Replace("§", address, StringComparison.Ordinal))));

    /// <summary>So many characters, each an octet.</summary>
    private static string InLatin(int length) => Address(new string('a', 64), length - 65);

    /// <summary>So many octets, and fewer characters.</summary>
    private static string InOctets(int octets) => Address(new string('é', 32), octets - 65);

    /// <summary>So many characters, and more octets.</summary>
    private static string InCharacters(int length) => Address(new string('é', 32), length - 33);

    private static string Address(string local, int domain)
    {
        const string End = ".example";
        var labels = string.Join('.', Enumerable.Repeat(new string('d', 40), 6));
        var rest = labels[^(domain - End.Length)..];
        return $"{local}@{(rest[0] == '.' ? "d" + rest[1..] : rest)}{End}";
    }

    public sealed class Installation : IAsyncLifetime
    {
        public AgentMailApp App { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await App.InitializeAsync();
            await AcmeTenant.SetUpAsync(App);
            foreach (var id in new[] { "len", "own" })
                await App.Admin.PutAsync($"/v1/agents/{id}", new { displayName = id });
        }

        /// <summary>Makes an address one that may be sent from.</summary>
        public Task OwnAddressAsync(string address) => App.Admin.PutAsync("/v1/agents/own/profile", JsonSerializer.Serialize(new { workplaceEmail = address }));

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
