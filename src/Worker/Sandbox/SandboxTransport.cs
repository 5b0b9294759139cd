using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Worker.Delivery;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Sandbox;

/// <summary>Keeps messages and sends nothing: the frozen message is stored with the email already, so there is nothing left to do.</summary>
internal sealed class SandboxTransport : ITransport
{
    private const int AsManyAsYouLike = 1_000_000;

    private static readonly SmtpReply Kept = new(250, "2.0.0", "Kept in the sandbox; nothing was sent");

    public int Capacity => AsManyAsYouLike;

    public int Busy => 0;

    public async Task<SendReport> SendAsync(Envelope envelope, ReadOnlyMemory<byte> rawMime, SendSteps steps, CancellationToken ct)
    {
        var ours = await steps.EnterData(ct);
        return new(
            new SmtpTransaction
            {
                Outcome = ours ? SmtpOutcome.Accepted : SmtpOutcome.Fenced,
                Stage = SmtpStage.Data,
                Recipients = [.. envelope.Recipients.Select(address => new SmtpRecipientResult(address, Kept, null))],
                FinalReply = ours ? Kept : null,
                BodyStarted = ours,
                SessionUsable = true,
            }, null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
