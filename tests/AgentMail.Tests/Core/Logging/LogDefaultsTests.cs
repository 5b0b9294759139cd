using AgentMail.Core.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace AgentMail.Tests.Core.Logging;

public sealed class LogDefaultsTests
{
    [Theory]
    [InlineData(true, "simple")]
    [InlineData(false, "json")]
    public void An_event_is_one_line_without_addresses(bool isForPeople, string formatter)
    {
        using var host = Build(isForPeople);

        var lines = Written(host, new InvalidOperationException("no such mailbox:\nbob@example.net"));

        Assert.Equal(formatter, host.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
        Assert.Equal(Environment.NewLine, lines[lines.IndexOf('\n', StringComparison.Ordinal)..]);
        Assert.Contains("***@example.net", lines, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_configured_wins()
    {
        using var host = Build(isForPeople: true, ("Logging:Console:FormatterName", "json"), ("Logging:Console:QueueFullMode", "Wait"));

        var options = host.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;

        Assert.Equal(("json", ConsoleLoggerQueueFullMode.Wait), (options.FormatterName, options.QueueFullMode));
    }

    [Fact]
    public void Whoever_stops_reading_the_log_stops_no_mail()
    {
        using var host = Build(isForPeople: false);

        Assert.Equal(ConsoleLoggerQueueFullMode.DropWrite, host.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.QueueFullMode);
    }

    private static IHost Build(bool isForPeople, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = false, Configuration = new() });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value));
        builder.Logging.AddAgentMailDefaults(builder.Configuration, isForPeople);
        return builder.Build();
    }

    private static string Written(IHost host, Exception error)
    {
        var name = host.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
        using var written = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Error, "Test", default, "To bob@example.net", error, (state, _) => state);
        // The first of a name is the one that the console uses.
        host.Services.GetServices<ConsoleFormatter>().First(f => f.Name == name).Write(entry, null, written);
        return written.ToString();
    }
}
