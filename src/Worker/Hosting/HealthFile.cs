using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Worker.Hosting;

/// <summary>A worker serves no HTTP, so its health is a file: written again and again while the worker is of use, removed when it is not.</summary>
internal sealed class HealthFile(string path) : IHealthCheckPublisher
{
    /// <summary>How often it is written; older than a minute means that the process hangs or is gone.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public async Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        // Degraded is still of use: mail goes out by sweeping and identities come from the database.
        if (report.Status == HealthStatus.Unhealthy)
            File.Delete(path);
        else
            await File.WriteAllTextAsync(path, report.Status.ToString(), cancellationToken);
    }
}
