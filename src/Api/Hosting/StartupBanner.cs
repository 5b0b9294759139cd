using AgentMail.Core.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AgentMail.Api.Hosting;

/// <summary>Tells whoever started the process what to do next. Printed, not logged: the first key must not reach a log collector.</summary>
internal sealed class StartupBanner(TenantBootstrap bootstrap, RunMode mode, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(Reachable).FirstOrDefault() ?? "";
        Console.WriteLine($"AgentMail listens on {address} ({Describe(mode)})");
        Console.WriteLine($"  Swagger      {address}/swagger");
        Console.WriteLine($"  Live page    {address}/monitor");
        if (bootstrap.GeneratedKey is { } key)
            Console.WriteLine($"  Admin key    {key}   (tenant default; shown this once, keep it)");
    }

    /// <summary>"All interfaces" is nothing a browser can open.</summary>
    private static string Reachable(string address) =>
        address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);

    private static string Describe(RunMode mode) => mode switch
    {
        { RabbitMq: not null } => "intake; workers run as processes of their own",
        { Database: not null } => "API and worker in one process, on PostgreSQL",
        _ => "API and worker in one process, on SQLite",
    };
}
