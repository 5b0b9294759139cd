using System.Text;
using AgentMail.TestKit.Smtp;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AgentMail.Tests.TestKit;

public sealed class ScriptedSmtpServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_without_rules_keeps_envelope_user_and_bytes()
    {
        await using var server = ScriptedSmtpServer.Start();
        using var client = await ConnectAsync(server);
        await client.AuthenticateAsync("agent1@example.test", "s3cret", Cancellation);
        await client.SendAsync(Mail(".starts with a dot\r\n..two\r\n"), Cancellation);
        await client.DisconnectAsync(true, Cancellation);

        var delivery = await server.WaitForDeliveryAsync("customer@example.test");
        Assert.Equal("agent1@example.test", delivery.SignedInAs);
        Assert.Equal("agent1@example.test", delivery.EnvelopeSender);
        Assert.Equal(["customer@example.test", "other@example.test"], delivery.Recipients);
        Assert.EndsWith("\r\n\r\n.starts with a dot\r\n..two\r\n", Encoding.UTF8.GetString(delivery.RawMime), StringComparison.Ordinal);
        Assert.Equal("Hello", delivery.Parse().Subject);
        Assert.Equal(["EHLO", "AUTH", "MAIL", "RCPT", "RCPT", "DATA", "QUIT"], Assert.Single(server.Sessions).Verbs);
        Assert.Equal(0, server.OpenConnections);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task A_wrong_password_gets_535_and_the_attempt_is_recorded(string mechanism)
    {
        await using var server = ScriptedSmtpServer.Start(
            new SmtpScript { Mechanisms = [mechanism] }.WithAccount("agent1@example.test", "right"));
        using var client = await ConnectAsync(server);

        var refusal = await Assert.ThrowsAsync<AuthenticationException>(
            () => client.AuthenticateAsync("agent1@example.test", "wrong", Cancellation));

        Assert.Contains("5.7.8", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([new SmtpCredentials(mechanism, "agent1@example.test", "wrong")], server.Sessions[0].SignInAttempts);
        await client.AuthenticateAsync("agent1@example.test", "right", Cancellation);
        Assert.Equal("agent1@example.test", server.Sessions[0].SignedInAs);
    }

    [Fact]
    public async Task Replies_are_played_per_recipient_and_only_as_often_as_asked()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript()
            .Once(SmtpStep.RcptTo, Play.Reply("451 4.7.1 Greylisted"), "customer@example.test"));
        using var client = await ConnectAsync(server);

        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(Mail(), Cancellation));
        await client.SendAsync(Mail(), Cancellation);

        Assert.Equal((SmtpStatusCode)451, refusal.StatusCode);
        Assert.Equal(["other@example.test"], server.Sessions[0].Transactions[0].AcceptedRecipients);
        Assert.Single(server.Deliveries);
    }

    [Fact]
    public async Task The_reply_to_the_final_dot_may_never_come_and_the_body_is_kept()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.FinalDot, Play.Reset));
        using var client = await ConnectAsync(server);

        await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync(Mail(), Cancellation));

        Assert.NotNull(server.Sessions[0].Transactions[0].RawMime);
        Assert.Empty(server.Deliveries);
    }

    [Fact]
    public async Task A_connection_may_end_within_the_body()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Body, Play.Close));
        using var client = await ConnectAsync(server);

        await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync(Mail(), Cancellation));

        Assert.Null(server.Sessions[0].Transactions[0].RawMime);
    }

    [Fact]
    public async Task A_gate_holds_a_reply_until_the_test_opens_it()
    {
        var gate = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript()
            .On(SmtpStep.FinalDot, Play.Reply("250 2.0.0 Ok").After(gate.Task)));
        using var client = await ConnectAsync(server);

        var sending = client.SendAsync(Mail(), Cancellation);
        await server.WaitForSessionAsync(s => s.Transactions is [{ RawMime: not null }]);
        Assert.False(sending.IsCompleted);
        gate.SetResult();

        await sending;
        Assert.Single(server.Deliveries);
    }

    [Fact]
    public async Task Each_connection_can_have_a_script_of_its_own()
    {
        await using var server = ScriptedSmtpServer.Start(
            new SmtpScript().On(SmtpStep.Greeting, Play.Reply("421 4.3.2 Too busy").Then(Play.Close)), new SmtpScript());

        await Assert.ThrowsAsync<SmtpCommandException>(() => ConnectAsync(server));
        using var client = await ConnectAsync(server);

        Assert.True(client.IsConnected);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Faults_reach_the_client_at_EHLO(string name, Play fault)
    {
        Assert.NotEmpty(name);
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Ehlo, fault));
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var connecting = ConnectAsync(server, giveUp.Token);
        await server.WaitForSessionAsync(s => s.Commands.Count > 0);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => connecting);
    }

    public static TheoryData<string, Play> Faults() => new()
    {
        { "close", Play.Close },
        { "hang", Play.Hang },
        { "garbage", Play.Garbage },
        { "endless line", Play.EndlessLine },
    };

    [Fact]
    public async Task Idle_connections_can_be_dropped_with_a_farewell()
    {
        await using var server = ScriptedSmtpServer.Start();
        using var client = await ConnectAsync(server);

        server.DropConnections("421 4.4.2 Timeout");
        await server.WaitForSessionAsync(s => !s.IsOpen);

        await Assert.ThrowsAnyAsync<Exception>(() => client.NoOpAsync(Cancellation));
    }

    [Fact]
    public async Task An_unexpected_command_fails_the_test_when_the_server_is_disposed()
    {
        var server = ScriptedSmtpServer.Start();
        using (var client = new CommandingClient())
        {
            await client.ConnectAsync(server.Host, server.Port, SecureSocketOptions.None, Cancellation);
            await client.CommandAsync("VRFY someone", Cancellation);
        }

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await server.DisposeAsync());
        Assert.Contains("VRFY someone", failure.Message, StringComparison.Ordinal);
    }

    internal static async Task<SmtpClient> ConnectAsync(ScriptedSmtpServer server, CancellationToken? cancellation = null)
    {
        var client = new SmtpClient();
        await client.ConnectAsync(server.Host, server.Port, SecureSocketOptions.None, cancellation ?? Cancellation);
        return client;
    }

    internal static MimeMessage Mail(string text = "Good morning\r\n") => new(
        [new MailboxAddress("Agent One", "agent1@example.test")],
        [new MailboxAddress("", "customer@example.test"), new MailboxAddress("", "other@example.test")],
        "Hello",
        new TextPart("plain") { Text = text });

    private sealed class CommandingClient : SmtpClient
    {
        public Task<SmtpResponse> CommandAsync(string line, CancellationToken cancellation) => SendCommandAsync(line, cancellation);
    }
}
