using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Moves;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class RetriedEmailTests
{
    /// <summary>Its time was up; from a person's retry on it has as much again, and is not given up at the first setback.</summary>
    [Fact]
    public async Task An_expired_email_that_is_retried_has_its_time_anew()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.FinalDot, Play.Reply("451 4.3.0 later")));
        await using var worker = await RunningWorker.StartAsync(
            null, ("AgentMail:Retry:MaxAge", "00:00:03"), ("AgentMail:Retry:FirstDelay", "00:00:01"), ("AgentMail:Retry:Factor", "1"));
        await worker.AddAgentAsync("ann", server);
        var id = await worker.SendAsync("ann", "bob@example.net");
        var expired = await worker.WaitForAsync(id, EmailStatus.Failed);
        Assert.Equal(FailureReason.Expired, expired.LastError!.Reason);

        server.Script.On(SmtpStep.FinalDot, Play.Reply("250 2.0.0 Ok")).Once(SmtpStep.FinalDot, Play.Reply("451 4.3.0 later"));
        Assert.IsType<MoveResult.Moved>(await worker.Get<MoveIntake>().MoveAsync(
            new("acme", id, new(EmailMover.Retry, "key_1"), null), TestContext.Current.CancellationToken));

        var sent = await worker.WaitForAsync(id, EmailStatus.Sent);
        Assert.Equal(expired.Attempt + 2, sent.Attempt);
        Assert.EndsWith("failed email.queued email.sending email.delayed email.sending email.sent", string.Join(' ', await worker.EventsAsync(id)), StringComparison.Ordinal);
    }
}
