using System.Runtime.ExceptionServices;
using AgentMail.Core.Delivery;
using MailKit.Net.Smtp;
using MimeKit;

namespace AgentMail.Worker.Smtp;

/// <summary>What is known about the transaction in hand; MailKit's exceptions alone do not tell where it stood.</summary>
internal sealed class SmtpExchange(int size, Func<SmtpResponse, SmtpReply> read, Func<CancellationToken, ValueTask<bool>> enterData, StageLog stages)
{
    private readonly Dictionary<string, SmtpReply> _recipients = new(StringComparer.OrdinalIgnoreCase);
    private SmtpReply? _lastRecipient;
    private ExceptionDispatchInfo? _markFault;
    private bool _written;

    /// <summary>For the SIZE parameter (RFC 1870).</summary>
    public int Size => size;

    public SmtpStage Stage { get; private set; } = SmtpStage.MailFrom;

    public bool NoRecipientAccepted { get; set; }

    /// <summary>The caller's mark stands.</summary>
    public bool BodyStarted { get; private set; }

    /// <summary>The caller refused the mark.</summary>
    public bool Fenced { get; private set; }

    /// <summary>Nothing is left that could stop the final dot: it may be out.</summary>
    public bool BodyEnded => BodyStarted && _written;

    /// <summary>How each stage of the transaction went so far.</summary>
    public StageLog Stages => stages;

    public void Begin() => stages.Begin(SmtpStage.MailFrom);

    public void SenderAccepted(SmtpResponse response) => Advance(SmtpStage.RcptTo, read(response));

    public void RecipientAnswered(MailboxAddress mailbox, SmtpResponse response)
    {
        // With pipelining a refused MAIL makes the server refuse every RCPT: that says nothing about the recipients.
        if (Stage is SmtpStage.RcptTo)
            _recipients[mailbox.Address] = _lastRecipient = read(response);
    }

    public void DataSent() => Advance(SmtpStage.Data, _lastRecipient);

    /// <summary>MailKit has all of the body; a small one still sits in its buffer then and waits for the mark.</summary>
    public void BodyWritten() => _written = true;

    public SmtpReply? ReplyTo(string address) => _recipients.GetValueOrDefault(address);

    /// <summary>Asks the caller for the mark; no byte of the body leaves unless this returns.</summary>
    public async ValueTask EnterDataAsync(CancellationToken cancellation)
    {
        try
        {
            BodyStarted = await enterData(cancellation);
            Fenced = !BodyStarted;
        }
        catch (Exception fault)
        {
            // TLS wraps what passes through it, so the fault is kept for the caller.
            _markFault = ExceptionDispatchInfo.Capture(fault);
            throw;
        }

        if (Fenced)
            throw new IOException("The message is fenced.");
    }

    /// <summary>The caller's own fault goes back to the caller as it was.</summary>
    public void ThrowMarkFault(Deadline deadline)
    {
        if (_markFault is { SourceException: OperationCanceledException } && deadline.HasPassed)
            return;
        _markFault?.Throw();
    }

    private void Advance(SmtpStage next, SmtpReply? reply)
    {
        stages.End(reply?.ToString() ?? "");
        stages.Begin(next);
        Stage = next;
    }
}
