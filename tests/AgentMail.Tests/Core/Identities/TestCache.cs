using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using AgentMail.Core.Hosting;
using AgentMail.Core.Identities;

namespace AgentMail.Tests.Core.Identities;

/// <summary>The cache as the application has it without Redis.</summary>
internal static class TestCache
{
    public static HybridCache New()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddIdentities(new RunMode(null, null, null));
        return services.BuildServiceProvider().GetRequiredService<HybridCache>();
    }
}
