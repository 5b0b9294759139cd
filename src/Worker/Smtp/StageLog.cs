using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Smtp;

/// <summary>Times the stages of opening a connection, and then those of a transaction; one is open at a time.</summary>
internal sealed class StageLog(TimeProvider clock)
{
    private readonly List<SmtpStageReport> _reports = [];
    private long _begun;

    public SmtpStage Current { get; private set; }

    public IReadOnlyList<SmtpStageReport> Reports => _reports;

    public void Begin(SmtpStage stage)
    {
        Current = stage;
        _begun = clock.GetTimestamp();
    }

    public void End(string detail) => Add(true, detail);

    /// <summary>The current stage did not succeed; nothing follows it.</summary>
    public void Fail(SmtpFailure failure) => Add(false, failure.Error.Reply?.ToString() ?? failure.Error.Hint);

    private void Add(bool ok, string detail) =>
        _reports.Add(new SmtpStageReport(Current, ok, clock.GetElapsedTime(_begun), detail));
}
