namespace AgentMail.Bench.Sink;

/// <summary>What the sink saw.</summary>
/// <param name="Accepted">Number of the email and timestamp of its 250, pair by pair.</param>
/// <param name="Connections">Opened.</param>
/// <param name="SignIns">That were good.</param>
/// <param name="Mismatches">Emails whose account, MAIL FROM and From header were not the same mailbox.</param>
internal sealed record SinkReport(IReadOnlyList<long[]> Accepted, int Connections, int SignIns, int Mismatches);
