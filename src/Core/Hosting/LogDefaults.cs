using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Hosting;

/// <summary>What is worth a line where the settings say nothing else (<c>Logging:LogLevel</c> overrides): our own news, others' warnings.</summary>
public static class LogDefaults
{
    private static readonly string[] Talkative =
        ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions", "System.Net.Http", "MassTransit", "ZiggyCreatures"];

    // Says in words for its developers what KeyRingWarning says for ours.
    private const string KeyManager = "Microsoft.AspNetCore.DataProtection.KeyManagement";

    // Says at each look what it said at the last; EngineWatch tells of changes.
    private const string HealthChecks = "Microsoft.Extensions.Diagnostics.HealthChecks";

    /// <summary>Puts the defaults before the configured filters, so that the configured ones win.</summary>
    public static ILoggingBuilder AddAgentMailDefaults(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.Services.Configure<LoggerFilterOptions>(options =>
        {
            options.Rules.Insert(0, new(null, KeyManager, LogLevel.Error, null));
            options.Rules.Insert(0, new(null, HealthChecks, LogLevel.None, null));
            foreach (var category in Talkative)
                options.Rules.Insert(0, new(null, category, LogLevel.Warning, null));
        });
        return logging;
    }
}
