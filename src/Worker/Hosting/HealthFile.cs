using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Worker.Hosting;

/// <summary>A worker serves no HTTP, so its health is a file: written every ten seconds while the worker is of use, removed when it is not. One older than a minute means that the process hangs or is gone.</summary>
internal sealed class HealthFile(string path) : IHealthCheckPublisher
{
    public async Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        // Degraded is still of use: mail goes out by sweeping and identities come from the database.
        if (report.Status == HealthStatus.Unhealthy)
            File.Delete(path);
        else
            await File.WriteAllTextAsync(path, report.Status.ToString(), cancellationToken);
    }
}
