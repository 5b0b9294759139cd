using AgentMail.Core.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Bench.Micro;

/// <summary>The domain on an embedded database of its own, without API and worker.</summary>
internal sealed class MicroHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentmail-micro");
    private readonly IHost _host;

    private MicroHost()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { Args = [$"--AgentMail:DataDirectory={_folder.FullName}"] });
        builder.Logging.ClearProviders();
        builder.Services.AddAgentMailCore(builder.Configuration);
        _host = builder.Build();
    }

    public static async Task<MicroHost> StartAsync()
    {
        var host = new MicroHost();
        await host._host.StartAsync();
        return host;
    }

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
