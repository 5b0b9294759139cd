using System.Security.Cryptography;
using System.Text;

namespace AgentMail.Core.Tenants;

/// <summary>The secret text of an API key. Only its hash is stored; the text is shown once.</summary>
public static class ApiKeyToken
{
    /// <summary>How every key begins, so that scanners find leaked ones.</summary>
    public const string Prefix = "amk_";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 43;   // 62^43 > 2^256

    /// <summary>Makes a key of 256 random bits; letters and digits only, so that a double click selects it.</summary>
    public static string New() => Prefix + RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>
    /// What is stored and looked up: SHA-256 in lower-case hex. No salt and no slow hash, because nobody guesses 256 random bits.
    /// </summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
