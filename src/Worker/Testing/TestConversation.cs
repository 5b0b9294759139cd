using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using AgentMail.Core.Telemetry;
using AgentMail.Core.TestEmails;
using AgentMail.Worker.Smtp;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Testing;

/// <summary>What a test's conversation came to.</summary>
/// <param name="Stages">In order; the last one failed where there is a failure.</param>
/// <param name="Failure">Null where the server took the message.</param>
/// <param name="WentOut">The message left, so that it can be looked for.</param>
internal sealed record TestConversed(IReadOnlyList<SmtpStageReport> Stages, SmtpFailure? Failure, bool WentOut);

/// <summary>
/// Sends the message as every other is sent, on a connection of its own: a test waits for no lane, and takes neither a connection nor a
/// place in the minute from one.
/// </summary>
internal sealed class TestConversation(IOptions<SmtpTimeouts> timeouts, IOptions<TestEmailOptions> options, TimeProvider clock)
{
    private static readonly SmtpStageReport TakenBySandbox = new(
        SmtpStage.Data, true, TimeSpan.Zero, "A sandbox takes every message and sends none. It keeps sent emails, and not this test.");

    public async Task<TestConversed> RunAsync(SendingIdentity identity, SmtpAccount account, ComposedEmail message, CancellationToken ct)
    {
        if (identity.Server.Kind == ServerKind.Sandbox)
            return new([TakenBySandbox], null, WentOut: false);
        using var span = Tracing.Smtp(identity.Server);
        var opened = await SmtpSession.OpenAsync(account, Shorter(timeouts.Value, options.Value.StageTimeout), clock, ct);
        span.Failed(opened.Failure?.Error);
        if (opened.Session is not { } session)
            return new(opened.Stages, opened.Failure, WentOut: false);
        await using (session)
        {
            var sent = await session.SendAsync(message.Envelope, message.RawMime, _ => ValueTask.FromResult(true), ct);
            span.Failed(sent.Failure?.Error);
            return new([.. opened.Stages, .. sent.Stages], sent.Failure, sent.Outcome is SmtpOutcome.Accepted or SmtpOutcome.Uncertain);
        }
    }

    private static SmtpTimeouts Shorter(SmtpTimeouts real, TimeSpan stage) => new()
    {
        Connect = Shorter(real.Connect, stage),
        Command = Shorter(real.Command, stage),
        Envelope = Shorter(real.Envelope, stage),
        Body = Shorter(real.Body, stage),
        FinalDot = Shorter(real.FinalDot, stage),
        Quit = real.Quit,
    };

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
