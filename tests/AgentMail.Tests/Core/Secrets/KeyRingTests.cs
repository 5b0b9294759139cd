using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentMail.Core.Secrets;
using AgentMail.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Tests.Core.Secrets;

/// <summary>With a certificate, whoever has the database alone has no password.</summary>
public sealed class KeyRingTests : IDisposable
{
    private const string FilePassword = "file-password";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentmail-keyring-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_key_ring_lies_encrypted_by_the_certificate_and_opens_after_a_restart()
    {
        var certificate = MakeCertificate("current");
        string sealedSecret;
        await using (var app = await StartAsync(certificate))
            sealedSecret = app.Services.GetRequiredService<SecretSealer>().Seal("default", "agent:ann", "s3cret");

        var ring = string.Concat(KeysInDatabase());
        Assert.Contains("EncryptedData", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey p4:requiresEncryption", ring, StringComparison.Ordinal);

        await using var restarted = await StartAsync(certificate);
        Assert.Equal("s3cret", restarted.Services.GetRequiredService<SecretSealer>().TryOpen("default", "agent:ann", sealedSecret));
    }

    [Fact]
    public async Task A_former_certificate_still_opens_what_was_sealed_under_it()
    {
        var former = MakeCertificate("former");
        string sealedSecret;
        await using (var app = await StartAsync(former))
            sealedSecret = app.Services.GetRequiredService<SecretSealer>().Seal("default", "agent:ann", "s3cret");

        await using var rotated = await StartAsync(MakeCertificate("current"), former);
        Assert.Equal("s3cret", rotated.Services.GetRequiredService<SecretSealer>().TryOpen("default", "agent:ann", sealedSecret));
    }

    [Fact]
    public async Task Without_its_certificate_a_secret_stays_shut()
    {
        string sealedSecret;
        await using (var app = await StartAsync(MakeCertificate("lost")))
            sealedSecret = app.Services.GetRequiredService<SecretSealer>().Seal("default", "agent:ann", "s3cret");

        await using var other = await StartAsync(MakeCertificate("other"));
        Assert.Null(other.Services.GetRequiredService<SecretSealer>().TryOpen("default", "agent:ann", sealedSecret));
    }

    private async Task<AgentMailApp> StartAsync(string certificate, string? former = null)
    {
        var app = new AgentMailApp()
            .With("AgentMail:DataDirectory", _folder.FullName)
            .With("AgentMail:KeyRing:CertificatePath", certificate)
            .With("AgentMail:KeyRing:CertificatePassword", FilePassword);
        if (former is not null)
        {
            app.With("AgentMail:KeyRing:Previous:0:Path", former)
                .With("AgentMail:KeyRing:Previous:0:Password", FilePassword);
        }
        await app.InitializeAsync();
        return app;
    }

    private string MakeCertificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var path = Path.Combine(_folder.FullName, $"{name}.p12");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, FilePassword));
        return path;
    }

    private List<string> KeysInDatabase()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "agentmail.db")};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT "Xml" FROM "DataProtectionKeys" """;
        using var rows = command.ExecuteReader();
        var keys = new List<string>();
        while (rows.Read())
            keys.Add(rows.GetString(0));
        return keys;
    }
}
