using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;

namespace AgentMail.Core.TestEmails;

/// <summary>How a test email gets run: a worker is asked over the bus, because nobody else talks to mail servers.</summary>
public interface ITestEmailGateway
{
    /// <summary>The result; null when no worker took the test in time, or none answered.</summary>
    Task<TestEmailResult?> RunAsync(RunTestEmail request, CancellationToken ct);
}
