using AgentMail.Core.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace AgentMail.Core.Health;

/// <summary>
/// Asks the broker itself: MassTransit's own check stays healthy on a process that only sends. Without the broker mail is still
/// accepted and workers find it by sweeping, so its absence is a degradation.
/// </summary>
internal sealed class BrokerHealth(RunMode mode) : IHealthCheck, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                await DisposeConnectionAsync();
                _connection = await new ConnectionFactory { Uri = new Uri(mode.RabbitMq!), AutomaticRecoveryEnabled = false }
                    .CreateConnectionAsync("agentmail health", cancellationToken);
            }
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return HealthCheckResult.Degraded("The broker cannot be reached; mail is accepted and goes out by sweeping, configuration changes are answered late.");
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeConnectionAsync();
        _gate.Dispose();
    }

    private async Task DisposeConnectionAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
    }
}
