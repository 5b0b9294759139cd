using AgentMail.Core.Hosting;
using AgentMail.Core.Tenants;
using Microsoft.Extensions.Options;

namespace AgentMail.Api.Hosting;

/// <summary>Makes an empty database usable: tenant <c>default</c>, the sandbox, one admin key.</summary>
internal sealed class TenantBootstrap(TenantProvisioner tenants, IOptions<AgentMailOptions> options) : IHostedService
{
    /// <summary>The admin key made at this start; null when it was given by settings or there was a tenant already.</summary>
    public string? GeneratedKey { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // An empty variable is how orchestrators say "not given".
        var given = options.Value.BootstrapKey is { Length: > 0 } set ? set : null;
        var key = given ?? ApiKeyToken.New();
        if (await tenants.BootstrapAsync(key, cancellationToken) && given is null)
            GeneratedKey = key;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
