namespace AgentMail.Core.Secrets;

/// <summary>The certificate that protects the key ring in the database. Without one it works and warns at every start: whoever can read the database can then open the passwords in it.</summary>
public sealed class KeyRingOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:KeyRing";

    /// <summary>PKCS#12 file with private key.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>Password of the file.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Former certificates (PKCS#12 files), so that keys protected by them can still be read after a rotation.</summary>
    public IList<PreviousCertificate> Previous { get; } = [];

    /// <summary>A certificate that protected the key ring before.</summary>
    public sealed class PreviousCertificate
    {
        /// <summary>PKCS#12 file with private key.</summary>
        public string Path { get; set; } = "";

        /// <summary>Password of the file.</summary>
        public string? Password { get; set; }
    }
}
