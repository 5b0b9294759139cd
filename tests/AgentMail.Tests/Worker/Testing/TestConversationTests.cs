using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using AgentMail.Core.TestEmails;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.Tests.Core.Identities;
using AgentMail.Worker.Smtp;
using AgentMail.Worker.Testing;
using Microsoft.Extensions.Options;

namespace AgentMail.Tests.Worker.Testing;

/// <summary>A test against servers that fail at each stage: how far it says it came, what it blames, and what it advises.</summary>
public sealed class TestConversationTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(700);

    private readonly TestCertificateAuthority _ca = new("Acme private CA");

    [Theory]
    [InlineData(ConnectionSecurity.None, "resolve connect authenticate mailFrom rcptTo data")]
    [InlineData(ConnectionSecurity.StartTls, "resolve connect tls authenticate mailFrom rcptTo data")]
    [InlineData(ConnectionSecurity.Tls, "resolve connect tls authenticate mailFrom rcptTo data")]
    public async Task All_stages_in_order_with_the_servers_words(ConnectionSecurity security, string stages)
    {
        await using var server = ScriptedSmtpServer.Start(Script(security));

        var result = await RunAsync(server, security);

        Assert.Equal((TestEmailOutcome.Passed, null, null), (result.Outcome, result.Field, result.Hint));
        Assert.Equal(stages, Names(result));
        Assert.All(result.Stages, stage => Assert.True(stage.Ok && stage.DurationMs >= 0 && stage.Detail.Length > 0, $"{stage}"));
        Assert.Equal(["250 2.1.0 Ok", "250 2.1.5 Ok"], result.Stages.TakeLast(3).Take(2).Select(stage => stage.Detail));
        Assert.Contains("queued as", result.Stages[^1].Detail, StringComparison.Ordinal);
        Assert.StartsWith("<", result.MessageId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpStep.Auth, "535 5.7.8 no", "authenticate", "password")]
    [InlineData(SmtpStep.MailFrom, "553 5.7.1 Sender address rejected: not owned by user", "mailFrom", "address")]
    [InlineData(SmtpStep.RcptTo, "550 5.1.1 no such user", "rcptTo", "address")]
    [InlineData(SmtpStep.Data, "554 5.7.1 no", "data", null)]
    [InlineData(SmtpStep.FinalDot, "550 5.7.60 not permitted to send as", "data", "address")]
    public async Task The_list_ends_with_the_stage_that_was_refused(SmtpStep step, string reply, string stage, string? field)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(step, Play.Reply(reply)));

        var result = await RunAsync(server);

        AssertFailed(result, stage, field);
        Assert.Equal(reply, result.Stages[^1].Detail);
        Assert.Null(result.MessageId);
    }

    [Theory]
    [InlineData(SmtpStep.Greeting, "connect", "security")]
    [InlineData(SmtpStep.Ehlo, "connect", null)]
    [InlineData(SmtpStep.Auth, "authenticate", null)]
    [InlineData(SmtpStep.MailFrom, "mailFrom", null)]
    [InlineData(SmtpStep.RcptTo, "rcptTo", null)]
    [InlineData(SmtpStep.Data, "data", null)]
    [InlineData(SmtpStep.FinalDot, "data", null)]
    public async Task A_server_that_falls_silent_is_waited_for_and_named(SmtpStep step, string stage, string? field)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Capabilities = [] }.On(step, Play.Hang));

        var result = await RunAsync(server, limit: Short);

        AssertFailed(result, stage, field);
        Assert.InRange(result.Stages[^1].DurationMs, 400, 20_000);
        Assert.Equal(step is SmtpStep.FinalDot, result.MessageId is not null);
    }

    [Fact]
    public async Task STARTTLS_on_a_port_that_waits_for_TLS_is_told_which_way_round()
    {
        await using var server = ScriptedSmtpServer.Start(Script(ConnectionSecurity.Tls).On(SmtpStep.TlsHandshake, Play.Hang));

        var result = await RunAsync(server, ConnectionSecurity.StartTls, limit: Short);

        AssertFailed(result, "connect", "security");
        Assert.Contains("set connection security to TLS", result.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_on_a_port_that_begins_in_clear_is_told_which_way_round()
    {
        await using var server = ScriptedSmtpServer.Start();

        var result = await RunAsync(server, ConnectionSecurity.Tls);

        AssertFailed(result, "tls", "security");
        Assert.Contains("STARTTLS", result.Hint, StringComparison.Ordinal);
        server.DropConnections();
    }

    [Fact]
    public async Task A_server_without_STARTTLS_is_not_talked_to_in_clear()
    {
        await using var server = ScriptedSmtpServer.Start();

        AssertFailed(await RunAsync(server, ConnectionSecurity.StartTls), "tls", "security");

        Assert.DoesNotContain("AUTH", server.Sessions[0].Verbs);
    }

    [Fact]
    public async Task A_certificate_for_another_name_blames_the_host()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Certificate = _ca.IssueFor("mail.other.example") });

        var result = await RunAsync(server, ConnectionSecurity.StartTls);

        AssertFailed(result, "tls", "host");
        Assert.Contains("CN=mail.other.example", result.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_issuer_names_the_issuer()
    {
        await using var server = ScriptedSmtpServer.Start(Script(ConnectionSecurity.StartTls));

        var result = await RunAsync(server, ConnectionSecurity.StartTls, withCa: false);

        AssertFailed(result, "tls", "caCertificate");
        Assert.Contains("issued by CN=Acme private CA", result.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_says_until_when_it_was_good()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var expired = _ca.Issue(["localhost", "127.0.0.1"], now - TimeSpan.FromDays(1.5), now - TimeSpan.FromDays(0.5));
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Certificate = expired });

        var result = await RunAsync(server, ConnectionSecurity.StartTls);

        AssertFailed(result, "tls", "caCertificate");
        Assert.Contains("renew", result.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_the_wrong_port()
    {
        int port;
        await using (var gone = ScriptedSmtpServer.Start())
            port = gone.Port;

        AssertFailed(await RunAsync("127.0.0.1", port, ConnectionSecurity.None), "connect", "port");
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_the_wrong_host() =>
        AssertFailed(await RunAsync("nowhere.invalid", 587, ConnectionSecurity.None), "resolve", "host");

    [Fact]
    public async Task A_private_address_is_not_connected_to()
    {
        await using var server = ScriptedSmtpServer.Start();

        AssertFailed(await RunAsync(server.Host, server.Port, ConnectionSecurity.None, allowPrivate: false), "resolve", "host");

        Assert.Empty(server.Sessions);
    }

    public void Dispose() => _ca.Dispose();

    private SmtpScript Script(ConnectionSecurity security) => security is ConnectionSecurity.None
        ? new()
        : new() { Certificate = _ca.IssueForLoopback(), ImplicitTls = security is ConnectionSecurity.Tls };

    private Task<TestEmailResult> RunAsync(ScriptedSmtpServer server, ConnectionSecurity security = ConnectionSecurity.None, bool withCa = true, TimeSpan? limit = null) =>
        RunAsync(server.Host, server.Port, security, withCa ? _ca.CertificatePem : null, limit);

    private static async Task<TestEmailResult> RunAsync(
        string host, int port, ConnectionSecurity security, string? ca = null, TimeSpan? limit = null, bool allowPrivate = true)
    {
        var row = Rows.Server();
        (row.Host, row.Port, row.Security, row.CaCertificate) = (host, port, security, ca);
        var subject = TestSubjects.Of(Rows.Agent(row, @override: true, secret: Rows.OwnSecret), new() { Password = "typed" }, "sealed", evenIfDisabled: false);
        var identity = Assert.IsType<IdentityResolution.Resolved>(subject.Typed).Identity;
        var account = new SmtpAccount
        {
            Host = host,
            Port = port,
            Security = security,
            Authentication = identity.Server.Authentication,
            UserId = identity.UserId!,
            Password = "typed",
            CaCertificate = ca,
            AllowPrivateNetworks = allowPrivate,
        };
        var options = Options.Create(new TestEmailOptions { StageTimeout = limit ?? TestEmailOptions.DefaultStageTimeout });
        var conversation = new TestConversation(Options.Create(new SmtpTimeouts()), options, TimeProvider.System);
        var message = TestMessage.Compose(identity, identity.Address, TimeProvider.System.GetUtcNow());
        var conversed = await conversation.RunAsync(identity, account, message, TestContext.Current.CancellationToken);
        Assert.Equal(TestSubjectKind.Agent, subject.Kind);
        return TestVerdict.Of(conversed, TestedSettings.Of(subject, identity), message.MessageId);
    }

    private static void AssertFailed(TestEmailResult result, string stage, string? field)
    {
        Assert.Equal((TestEmailOutcome.Failed, stage, false, field), (result.Outcome, result.Stages[^1].Stage, result.Stages[^1].Ok, result.Field));
        Assert.All(result.Stages.SkipLast(1), before => Assert.True(before.Ok));
        Assert.False(string.IsNullOrWhiteSpace(result.Hint));
        Assert.DoesNotContain("AgentMail tries again", result.Hint, StringComparison.Ordinal);
    }

    private static string Names(TestEmailResult result) => string.Join(' ', result.Stages.Select(stage => stage.Stage));
}
