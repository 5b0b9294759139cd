using Microsoft.Extensions.DependencyInjection;
using AgentMail.Core.Hosting;
using AgentMail.Core.Identities;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;

namespace AgentMail.Tests.Core.Identities;

/// <summary>The cache as the application has it without Redis.</summary>
internal static class TestCache
{
    public static IdentityCache Over(Database database)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton<IdentityMetrics>();
        services.AddSingleton(database);
        services.AddIdentities(new RunMode(null, null, null));
        return services.BuildServiceProvider().GetRequiredService<IdentityCache>();
    }
}
