using AgentMail.Worker.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Tests.Worker.Hosting;

public sealed class HealthFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentmail-");

    private string Healthy => Path.Combine(_folder.FullName, "healthy");

    [Theory]
    [InlineData(HealthStatus.Healthy, true)]
    [InlineData(HealthStatus.Degraded, true)]
    [InlineData(HealthStatus.Unhealthy, false)]
    public async Task The_file_is_there_while_the_worker_is_of_use(HealthStatus status, bool there)
    {
        await File.WriteAllTextAsync(Healthy, "of a run before", TestContext.Current.CancellationToken);

        await PublishAsync(status);

        Assert.Equal(there, File.Exists(Healthy));
    }

    [Fact]
    public async Task It_is_written_again_and_again_because_its_age_tells_of_a_worker_that_hangs()
    {
        await PublishAsync(HealthStatus.Healthy);
        File.SetLastWriteTimeUtc(Healthy, DateTime.UnixEpoch);

        await PublishAsync(HealthStatus.Healthy);

        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Healthy));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task PublishAsync(HealthStatus status) => new HealthFile(Healthy).PublishAsync(
        new HealthReport(new Dictionary<string, HealthReportEntry>(), status, TimeSpan.Zero), TestContext.Current.CancellationToken);
}
