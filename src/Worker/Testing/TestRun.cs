using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.TestEmails;
using AgentMail.Worker.Delivery;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Testing;

/// <summary>One test email as a flat list of steps: opens, resolves, converses, judges, records, releases. A test that passes means that sending works (P6).</summary>
internal sealed class TestRun(
    TypedValuesStore typedValues, TestSubjects subjects, TransportFactory transports, TestConversation conversation, TestRecords records, GoodTest good, TimeProvider clock,
    ILogger<TestRun> log)
{
    private const string TypedTooLate = "What was typed came too late to be used; test again.";

    public async Task<TestEmailResult> RunAsync(RunTestEmail request, CancellationToken ct)
    {
        if (await typedValues.TakeAsync(request, ct) is not { } typed)
            return TestEmailResult.NotRun(TestEmailOutcome.Busy, TypedTooLate);
        if (await subjects.FindAsync(request, typed, ct) is not { } subject)
            return TestEmailResult.NotRun(TestEmailOutcome.NotFound, "");
        if (subject.Typed is not IdentityResolution.Resolved { Identity: var identity })
            return Refused((IdentityResolution.Refused)subject.Typed);
        var (account, unreadable) = transports.AccountOf(identity);
        if (account is null)
            return TestEmailResult.NotRun(TestEmailOutcome.EmailPasswordMissing, unreadable!.Hint);
        var message = TestMessage.Compose(identity, subject.To ?? identity.Address, clock.GetUtcNow());
        var conversed = await conversation.RunAsync(identity, account, message, ct);
        var result = TestVerdict.Of(conversed, TestedSettings.Of(subject, identity), message.MessageId);
        var stored = Stored(subject, identity, account);
        await records.WriteAsync(subject, identity, stored is not null, result, conversed.Failure?.Error, ct);
        if (conversed.Failure is null && stored is not null)
            await good.ReleaseAsync(stored, subject.Kind, ct);
        log.LogInformation(
            "Test of {Subject} {Id}: {Outcome} at {Stage} {Code}", subject.Kind, subject.Id, result.Outcome, result.Stages[^1].Stage, conversed.Failure?.Error.Reply?.Code);
        return result;
    }

    private static TestEmailResult Refused(IdentityResolution.Refused refused) => TestEmailResult.NotRun(
        refused.Reason switch
        {
            IdentityRefusal.NotFound => TestEmailOutcome.NotFound,
            IdentityRefusal.NoAddress => TestEmailOutcome.NoAddress,
            IdentityRefusal.Disabled => TestEmailOutcome.Disabled,
            _ => TestEmailOutcome.EmailPasswordMissing,
        }, refused.Detail);

    /// <summary>The stored identity where the test was one of it: same From, same sign-in, typed or not.</summary>
    private SendingIdentity? Stored(TestSubject subject, SendingIdentity tested, SmtpAccount account) =>
        subject.Stored is IdentityResolution.Resolved { Identity: var stored }
        && stored.From == tested.From
        && transports.AccountOf(stored).Account is { } own
        && own.IsSameAs(account)
            ? stored
            : null;
}
