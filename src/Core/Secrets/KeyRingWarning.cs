using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Secrets;

/// <summary>Says at every start that the key ring lies unprotected beside the secrets it opens, while it does.</summary>
internal sealed class KeyRingWarning(IConfiguration configuration, ILogger<KeyRingWarning> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(configuration[$"{KeyRingOptions.Section}:{nameof(KeyRingOptions.CertificatePath)}"]))
            log.LogWarning("Email passwords are sealed, but the key ring lies unprotected in the same database. Set {Setting} before real passwords are stored.", $"{KeyRingOptions.Section}:{nameof(KeyRingOptions.CertificatePath)}");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
