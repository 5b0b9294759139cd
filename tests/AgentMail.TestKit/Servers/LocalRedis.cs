using System.Globalization;

namespace AgentMail.TestKit.Servers;

internal sealed class LocalRedis(int port) : IFreezableInstance
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private readonly ServerFolder _folder = new("redis");
    private SupervisedProcess? _process;

    public async Task StartAsync()
    {
        var program = Installed.Find("redis-server", "/usr/bin/redis-server");
        _process = SupervisedProcess.Start(_folder["redis.log"], program,
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.Path,
            "--save", "", "--appendonly", "no", "--daemonize", "no", "--databases", RedisServer.Databases,
        ]);
        await _process.WaitUntilReadyAsync(() => Probe.AnswersAsync(port, "PING\r\n"u8.ToArray(), "+PONG"u8.ToArray()), Deadline);
    }

    public Task StopAsync() => _process?.StopAsync(Deadline) ?? Task.CompletedTask;

    public Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    public Task FreezeAsync() => _process?.SignalAsync("STOP") ?? Task.CompletedTask;

    public Task ThawAsync() => _process?.SignalAsync("CONT") ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        await _folder.DisposeAsync();
    }
}
