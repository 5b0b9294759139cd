using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentMail.Core.Hosting;
using AgentMail.Core.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Core.Secrets;

/// <summary>Sealing of secrets, its key ring kept in the database.</summary>
internal static class SecretsModule
{
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration, RunMode mode)
    {
        // Before the key ring's own start, which would make a key too. An embedded database has one process, and one writer.
        if (!mode.IsEmbedded)
            services.AddHostedService<FirstKey>();
        var options = configuration.GetSection(KeyRingOptions.Section).Get<KeyRingOptions>() ?? new();
        var protection = services.AddDataProtection().SetApplicationName("AgentMail").PersistKeysToDbContext<AgentMailDb>();
        if (options.CertificatePath is { Length: > 0 } path)
        {
            var current = Load(path, options.CertificatePassword);
            protection.ProtectKeysWithCertificate(current);
            protection.UnprotectKeysWithAnyCertificate([current, .. options.Previous.Select(p => Load(p.Path, p.Password))]);
        }
        return services.AddSingleton<SecretSealer>().AddSingleton<TypedSealer>().AddSingleton<SessionSealer>().AddSingleton<CacheSealer>().AddHostedService<KeyRingWarning>();
    }

    private static X509Certificate2 Load(string path, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"AgentMail:KeyRing: the certificate '{path}' cannot be read: {error.Message}", error);
        }
    }
}
