using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;

namespace AgentMail.Core.TestEmails;

/// <summary>How a test email gets run: a worker is asked over the bus, because nobody else talks to mail servers.</summary>
public interface ITestEmailGateway
{
    /// <summary>The result; null when no worker took the test in time, or none answered.</summary>
    /// <param name="test">What is tested. What was typed for it travels by id, and so is not part of it.</param>
    /// <param name="typed">What a person typed instead of what is stored.</param>
    /// <param name="ct">Ends waiting.</param>
    Task<TestEmailResult?> RunAsync(RunTestEmail test, TypedValues typed, CancellationToken ct);
}
