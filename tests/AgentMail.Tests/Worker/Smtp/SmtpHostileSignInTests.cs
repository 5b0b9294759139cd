using System.Diagnostics;
using AgentMail.Core.Delivery;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Sasl;
using AgentMail.Worker.Smtp;
using static AgentMail.Tests.Worker.Smtp.Peer;

namespace AgentMail.Tests.Worker.Smtp;

/// <summary>What a server asks for in the middle of a sign-in is no word about the password, and no order to work for it.</summary>
public sealed class SmtpHostileSignInTests
{
    public static TheoryData<string, string> Challenges
    {
        get
        {
            string[] mechanisms = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "LOGIN", "PLAIN"];
            string[] challenges =
            [
                "334 ", "334", "334 not base64", "334 " + new string('A', 64 * 1024), "334 cj0xLHI9Mg==", "334 cj0xLHM9c2FsdCxpPTQwOTY=", "334 AAAA\0AAAA", "334 //79",
            ];
            return [.. mechanisms.SelectMany(mechanism => challenges.Select(challenge => (mechanism, challenge)))];
        }
    }

    [Theory]
    [MemberData(nameof(Challenges))]
    public async Task ASenselessChallengeIsNotBlamedOnThePassword(string mechanism, string challenge)
    {
        await using var server = ScriptedSmtpServer.Start(
            new SmtpScript { Mechanisms = [mechanism] }.On(SmtpStep.AuthChallenge, Play.Raw(challenge + "\r\n").Then(Play.Asks)));

        var opened = await OpenAsync(Account(server));

        Assert.Equal((FailureClass.Connection, FailureReason.AuthenticationUnavailable), (opened.Failure!.Class, opened.Failure.Reason));
        Assert.Contains("nothing about the password", opened.Failure.Error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-512")]
    public async Task AServerThatAsksForHoursOfHashingGetsNone(string mechanism)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Mechanisms = [mechanism], ScramRounds = int.MaxValue });
        var begun = Stopwatch.GetTimestamp();

        var opened = await OpenAsync(Account(server));

        Assert.Equal(FailureReason.AuthenticationUnavailable, opened.Failure!.Reason);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task AServerThatAsksForAsMuchAsOthersGetsItsAnswer()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Mechanisms = ["SCRAM-SHA-256"] });

        var opened = await OpenAsync(Account(server));

        Assert.Equal(501, opened.Failure!.Error.Reply!.Code);
    }

    [Theory]
    [InlineData("SCRAM-SHA-512")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-1")]
    public async Task APasswordThatTheMechanismCannotSendIsNamedAndNoneIsSent(string mechanism)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Mechanisms = [mechanism] });
        var account = Account(server);
        var odd = new SmtpAccount
        {
            Host = account.Host,
            Port = account.Port,
            Security = account.Security,
            Authentication = account.Authentication,
            UserId = account.UserId,
            Password = "bell\u0007",
            AllowPrivateNetworks = true,
        };

        var opened = await OpenAsync(odd);

        Assert.Equal((FailureReason.CredentialsRefused, SmtpFault.Unspeakable), (opened.Failure!.Reason, opened.Failure.Fault));
        Assert.DoesNotContain("AUTH", Assert.Single(server.Sessions).Verbs);
    }

    [Fact]
    public async Task WaysOfSigningInAreNamedUpToABound()
    {
        var offered = Enumerable.Range(0, 5000).Select(i => $"X-\u0001-{i:D5}").ToArray();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Mechanisms = offered });

        var opened = await OpenAsync(Account(server));

        Assert.Equal(FailureReason.AuthenticationNotAllowed, opened.Failure!.Reason);
        Assert.Contains("X--00000, X--00001", opened.Failure.Error.Hint, StringComparison.Ordinal);
        Assert.InRange(opened.Failure.Error.Hint.Length, 1, 400);
    }

    [Theory]
    [InlineData("i=1000000", true)]
    [InlineData("i=1000001", false)]
    [InlineData("i=2147483648", false)]
    [InlineData("i=-1", false)]
    [InlineData("i=1,i=1000001", false)]
    [InlineData("v=signature", true)]
    public void RoundsAreCountedBeforeTheyAreDone(string challenge, bool answerable)
    {
        var scram = SaslMechanisms.BestFirst.Single(m => m.Name == "SCRAM-SHA-256");

        Assert.Equal(answerable, ServerChallenge.IsAnswerable(scram, Convert.ToBase64String(Bytes(challenge))));
    }
}
