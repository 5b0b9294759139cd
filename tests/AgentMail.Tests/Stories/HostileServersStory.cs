using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>
/// P3 against servers that mean harm: each costs its own identity bounded time and memory, ends in a state with a hint that teaches,
/// learns no password that is not meant for it, and delays nobody else. Runs alone: the memory measured is the process's.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class HostileServersStory : IAsyncLifetime
{
    private const long MostKept = 64 * 1024 * 1024;
    private const string Secret = "s3cret-of-";
    private const string NoSmtp = "does not speak SMTP";
    private const string Endless = "without end";
    private const string Silent = "in time";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AgentMailApp _app = new AgentMailApp()
        .With("AgentMail:Smtp:Command", "00:00:03").With("AgentMail:Smtp:Envelope", "00:00:03").With("AgentMail:Smtp:FinalDot", "00:00:03");

    private readonly TestCertificateAuthority _ca = new();
    private readonly TestCertificateAuthority _stranger = new("Somebody else");
    private readonly Dictionary<string, ScriptedSmtpServer> _servers = [];

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
        _ca.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task Each_hostile_server_costs_its_own_identity_alone()
    {
        var parts = Parts().ToList();
        foreach (var part in parts)
            await StartAsync(part.Name, part.Script, part.Security, part.TrustsCa ? _ca.CertificatePem : null);
        await StartAsync("healthy", new SmtpScript(), "none", null);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var mails = new List<(Part Part, string Id)>();
        var neighbours = new List<string>();
        foreach (var part in parts)
        {
            mails.Add((part, await _app.SendAsync("bob@example.net", agentId: part.Name)));
            neighbours.Add(await _app.SendAsync($"after-{part.Name}@example.net", agentId: "healthy"));
        }

        foreach (var id in neighbours)
            Assert.Equal(1, (int)(await _app.Admin.WaitForStatusAsync(id, "sent", Patience))["attempt"]!);
        foreach (var (part, id) in mails)
            AssertTeaches(part, await _app.Admin.WaitForStatusAsync(id, part.Status, Patience));
        await Eventually.TrueAsync(() => GC.GetTotalMemory(forceFullCollection: true) - before < MostKept, Patience);
        AssertPasswordsStayedAtHome(parts);
        Assert.DoesNotContain(Secret, (await _app.Admin.ReadAsync("/v1/events?limit=200")).Text, StringComparison.Ordinal);
    }

    private IEnumerable<Part> Parts()
    {
        yield return new("endless-ehlo", At(SmtpStep.Ehlo, Play.EndlessReply), "delayed", Endless);
        yield return new("endless-greeting", At(SmtpStep.Greeting, Hostile.Endless("220-welcome\r\n")), "delayed", Endless);
        yield return new("endless-line", At(SmtpStep.Ehlo, Play.EndlessLine), "delayed", Endless);
        yield return new("endless-recipient", At(SmtpStep.RcptTo, Play.EndlessReply), "delayed", Endless);
        yield return new("endless-end", At(SmtpStep.FinalDot, Play.EndlessReply), "uncertain", "may or may not");
        yield return new("a-byte-every-10-s", At(SmtpStep.Ehlo, Hostile.Drip("250-hello\r\n", TimeSpan.FromSeconds(10))), "delayed", Silent);
        yield return new("silent", At(SmtpStep.Greeting, Play.Hang), "delayed", "did not greet");
        yield return new("deaf", At(SmtpStep.Data, Hostile.Deaf), "delayed", Silent);
        yield return new("garbage", At(SmtpStep.Greeting, Play.Garbage), "delayed", NoSmtp);
        yield return new("nul", At(SmtpStep.Ehlo, Hostile.Endless("\0")), "delayed", NoSmtp);
        yield return new("closes-at-greeting", At(SmtpStep.Greeting, Play.Close), "delayed", NoSmtp);
        yield return new("closes-at-ehlo", At(SmtpStep.Ehlo, Play.Close), "delayed", NoSmtp);
        yield return new("closes-at-sign-in", At(SmtpStep.Auth, Play.Close), "delayed", "ended the connection");
        yield return new("closes-at-sender", At(SmtpStep.MailFrom, Play.Close), "delayed", "broke off before");
        yield return new("closes-at-recipient", At(SmtpStep.RcptTo, Play.Reset), "delayed", "broke off before");
        yield return new("closes-at-data", At(SmtpStep.Data, Play.Close), "delayed", "broke off before");
        yield return new("closes-at-the-end", At(SmtpStep.FinalDot, Play.Close), "uncertain", "may or may not");
        yield return new("never-leaves", At(SmtpStep.Quit, Play.EndlessReply), "sent", "");
        yield return new("hours-of-hashing", new SmtpScript { Mechanisms = ["SCRAM-SHA-256"], ScramRounds = int.MaxValue }, "delayed", "nothing about the password");
        yield return new("senseless-challenge", At(SmtpStep.AuthChallenge, Play.Reply("334 !!")), "delayed", "nothing about the password");
        yield return new("no-such-user", new SmtpScript().OnRecipient("bob@example.net", "550 5.1.1 no such user"), "failed", "Check the address");

        yield return new("starttls-stripped", new SmtpScript(), "held", "does not offer STARTTLS", "starttls");
        yield return new("starttls-refused", Tls(_ca).On(SmtpStep.StartTls, Play.Reply("454 4.7.0 TLS not available")), "held", "could not start encryption", "starttls");
        yield return new("tls-broken", Tls(_ca).On(SmtpStep.TlsHandshake, Hostile.Endless("554 5.5.1 What?\r\n")), "held", "did not answer in TLS", "starttls");
        yield return new("tls-reset", Tls(_ca).On(SmtpStep.TlsHandshake, Play.Reset), "delayed", "while it was being secured", "starttls");
        yield return new("plain-where-tls", new SmtpScript(), "held", "did not answer in TLS", "tls");
        yield return new("unknown-authority", Tls(_stranger), "held", "issued by CN=Somebody else", "starttls");
        yield return new("other-host", new SmtpScript { Certificate = _ca.IssueFor("mail.other.example") }, "held", "not for the host name", "starttls");
        yield return new("expired", new SmtpScript { Certificate = Expired() }, "held", "is valid from", "starttls");
    }

    private async Task StartAsync(string name, SmtpScript script, string security, string? caCertificate)
    {
        _servers.Add(name, ScriptedSmtpServer.Start(script));
        await _app.SetUpMailboxAsync(name, _servers[name].Port, PasswordOf(name), security, caCertificate);
    }

    private static void AssertTeaches(Part part, JsonNode email)
    {
        var text = email.ToJsonString();
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, 8 * 1024);
        if (part.Status != "sent")
            Assert.Contains(part.Hint, (string?)email["lastError"]!["hint"], StringComparison.Ordinal);
    }

    private void AssertPasswordsStayedAtHome(List<Part> parts)
    {
        foreach (var (name, server) in _servers)
            Assert.All(server.Sessions.SelectMany(s => s.SignInAttempts), attempt => Assert.Equal(PasswordOf(name), attempt.Password));
        foreach (var part in parts.Where(p => p.Security != "none"))
            Assert.All(_servers[part.Name].Sessions.SelectMany(s => s.Commands), c => Assert.True(c.Verb is "EHLO" or "STARTTLS" or "QUIT", c.Line));
    }

    private static SmtpScript At(SmtpStep step, Play play) => new SmtpScript().On(step, play);

    private static SmtpScript Tls(TestCertificateAuthority authority) => new() { Certificate = authority.IssueForLoopback() };

    private X509Certificate2 Expired()
    {
        var now = TimeProvider.System.GetUtcNow();
        return _ca.Issue(["localhost", "127.0.0.1"], now.AddHours(-2), now.AddHours(-1));
    }

    private static string PasswordOf(string name) => $"{Secret}{name}";

    private sealed record Part(string Name, SmtpScript Script, string Status, string Hint, string Security = "none")
    {
        public bool TrustsCa => Security != "none";
    }
}
