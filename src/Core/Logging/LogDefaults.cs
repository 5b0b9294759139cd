using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AgentMail.Core.Logging;

/// <summary>What is logged, and how it looks, where the settings below <c>Logging</c> say nothing else: our own news and others' warnings, a line each, without addresses.</summary>
public static class LogDefaults
{
    private static readonly string[] Talkative =
        ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions", "System.Net.Http", "MassTransit", "ZiggyCreatures"];

    // Says in words for its developers what KeyRingWarning says for ours.
    private const string KeyManager = "Microsoft.AspNetCore.DataProtection.KeyManagement";

    // Says at each look what it said at the last; EngineWatch tells of changes.
    private const string HealthChecks = "Microsoft.Extensions.Diagnostics.HealthChecks";

    /// <summary>Puts the defaults before what is configured, so that that wins.</summary>
    /// <param name="logging">The process's logging.</param>
    /// <param name="configuration">Its settings.</param>
    /// <param name="isForPeople">Whether somebody is likely to read along; otherwise lines are JSON, for a collector.</param>
    public static ILoggingBuilder AddAgentMailDefaults(this ILoggingBuilder logging, IConfigurationManager configuration, bool isForPeople)
    {
        ArgumentNullException.ThrowIfNull(logging);
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Settings(isForPeople) });
        logging.Services.Configure<LoggerFilterOptions>(options =>
        {
            options.Rules.Insert(0, new(null, KeyManager, LogLevel.Error, null));
            options.Rules.Insert(0, new(null, HealthChecks, LogLevel.None, null));
            foreach (var category in Talkative)
                options.Rules.Insert(0, new(null, category, LogLevel.Warning, null));
        });
        MaskingFormatter.AroundAll(logging.Services);
        return logging;
    }

    private static Dictionary<string, string?> Settings(bool isForPeople) => new()
    {
        ["Logging:Console:FormatterName"] = isForPeople ? ConsoleFormatterNames.Simple : ConsoleFormatterNames.Json,
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = isForPeople ? "HH:mm:ss.fff " : "yyyy-MM-ddTHH:mm:ss.fffZ",
        // Whoever stops reading the log stops no mail: lines are dropped then, and counted in the log.
        ["Logging:Console:QueueFullMode"] = nameof(ConsoleLoggerQueueFullMode.DropWrite),
        ["Logging:Console:MaxQueueLength"] = "10000",
    };
}
