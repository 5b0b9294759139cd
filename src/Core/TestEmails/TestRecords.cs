using AgentMail.Contracts.Replies;
using AgentMail.Core.Delivery;
using AgentMail.Core.Events;
using AgentMail.Core.Identities;
using AgentMail.Core.Storage;

namespace AgentMail.Core.TestEmails;

/// <summary>Tells the event log how a test went.</summary>
public sealed class TestRecords(Database database, TimeProvider clock)
{
    /// <summary>Appends <c>identity.tested</c>.</summary>
    /// <param name="subject">What was tested.</param>
    /// <param name="identity">As whom.</param>
    /// <param name="asStored">Whether that is what is stored.</param>
    /// <param name="result">How it went.</param>
    /// <param name="failure">Why it failed; null where it passed.</param>
    /// <param name="ct">Ends waiting.</param>
    public Task WriteAsync(TestSubject subject, SendingIdentity identity, bool asStored, TestEmailResult result, DeliveryError? failure, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(result);
        var data = new
        {
            sender = IdentityEvents.Sender(identity, subject.Kind),
            ok = failure is null,
            asStored,
            stage = result.Stages is [.., var last] ? last.Stage : null,
            field = result.Field,
            smtp = failure?.Reply is { } reply ? new { stage = failure.Stage, code = reply.Code, enhancedCode = reply.EnhancedCode, reply = reply.Text } : null,
            error = failure is null ? null : new { @class = failure.Class, code = failure.Reason, hint = result.Hint },
        };
        var tested = IdentityEvents.Draft(EventTypes.IdentityTested, identity, subject.Kind, clock.GetUtcNow(), data);
        return database.WriteAsync((tx, _) => { tx.Append(tested); return Task.CompletedTask; }, ct);
    }
}
