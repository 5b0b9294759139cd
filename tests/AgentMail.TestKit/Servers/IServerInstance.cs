namespace AgentMail.TestKit.Servers;

/// <summary>One way to run a server: as a local process or in a container. It keeps its port and data over a stop and a start.</summary>
internal interface IServerInstance : IAsyncDisposable
{
    Task StartAsync();

    /// <summary>In order, as for maintenance.</summary>
    Task StopAsync();

    /// <summary>As by a power cut.</summary>
    Task KillAsync();

    /// <summary>A server that does not come up leaves nothing behind.</summary>
    async Task StartOrDisposeAsync()
    {
        try
        {
            await StartAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }
}
