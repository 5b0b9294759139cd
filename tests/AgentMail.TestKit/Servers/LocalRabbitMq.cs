using System.Globalization;

namespace AgentMail.TestKit.Servers;

/// <summary>
/// The broker's own start script: the one on the PATH insists on systemd's user. A name daemon (epmd) of its own,
/// so that none is left behind and nobody else's is used.
/// </summary>
internal sealed class LocalRabbitMq(int port, int namePort, int distributionPort, int? metricsPort) : IBrokerInstance
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);
    private const string Data = "mnesia";

    private readonly ServerFolder _folder = new("rabbitmq");
    private SupervisedProcess? _names;
    private SupervisedProcess? _broker;

    public async Task StartAsync()
    {
        var program = Installed.Find("rabbitmq-server", "/usr/lib/rabbitmq/lib", "rabbitmq_server-*", "sbin/rabbitmq-server");
        var environment = Configure();
        _names ??= SupervisedProcess.Start(_folder["epmd.log"], "epmd", ["-port", Text(namePort), "-address", "127.0.0.1"], environment);
        _broker = SupervisedProcess.Start(_folder["console.log"], program, [], environment);
        await _broker.WaitUntilReadyAsync(() => Probe.AnswersAsync(port, "AMQP\0\0\u0009\u0001"u8.ToArray(), [1]), StartDeadline);
    }

    public Task StopAsync() => _broker?.StopAsync(StopDeadline) ?? Task.CompletedTask;

    public Task KillAsync() => _broker?.KillAsync() ?? Task.CompletedTask;

    public Task ControlAsync(params string[] arguments)
    {
        var tool = Installed.Find("rabbitmq-server", "/usr/lib/rabbitmq/lib", "rabbitmq_server-*", "sbin/rabbitmqctl");
        return Shell.RunAsync("env", [.. Configure().Select(setting => $"{setting.Key}={setting.Value}"), tool, .. arguments]);
    }

    public async Task EraseAsync()
    {
        await KillAsync();
        await _folder.RemoveFolderAsync(Data);
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
        if (_names is not null) await _names.DisposeAsync();
        await _folder.DisposeAsync();
    }

    private Dictionary<string, string> Configure()
    {
        _folder.Write("rabbitmq.conf", $"""
            vm_memory_high_watermark.absolute = 1GB
            disk_free_limit.absolute = 50MB
            log.file.level = warning
            load_definitions = {_folder.Write("definitions.json", RabbitMqDefinitions.Json())}

            """ + (metricsPort is { } metrics ? $"prometheus.tcp.ip = 127.0.0.1\nprometheus.tcp.port = {Text(metrics)}\n" : ""));
        return new()
        {
            ["HOME"] = _folder.Path,
            ["RABBITMQ_NODENAME"] = $"agentmail{port}@localhost",
            ["RABBITMQ_CONFIG_FILE"] = _folder["rabbitmq"],
            ["RABBITMQ_MNESIA_BASE"] = _folder.CreateFolder(Data),
            ["RABBITMQ_LOG_BASE"] = _folder.CreateFolder("log"),
            // The script then becomes the broker instead of a parent that outlives it.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = _folder.Write("plugins", metricsPort is null ? "[].\n" : "[rabbitmq_prometheus].\n"),
            ["RABBITMQ_CONF_ENV_FILE"] = _folder.Write("none", ""),
            ["RABBITMQ_NODE_PORT"] = Text(port),
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_DIST_PORT"] = Text(distributionPort),
            ["ERL_EPMD_PORT"] = Text(namePort),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none",
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
