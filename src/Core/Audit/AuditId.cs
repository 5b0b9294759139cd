using System.Buffers.Binary;
using System.Security.Cryptography;
using AgentMail.Core.Identifiers;

namespace AgentMail.Core.Audit;

/// <summary>Ids of audit entries: <c>au_</c> and 26 digits, which sort as a tenant's changes were made, also within a millisecond.</summary>
internal static class AuditId
{
    private const string Prefix = "au_";
    private const int Digits = 26;

    /// <summary>A new id.</summary>
    /// <param name="at">When the change was made.</param>
    /// <param name="change">The tenant's counter of changes.</param>
    /// <param name="place">Place of the entry among those of the same change.</param>
    public static string New(DateTimeOffset at, long change, int place)
    {
        var order = ((UInt128)at.ToUnixTimeMilliseconds() << 48) | ((UInt128)(uint)change << 16) | (ushort)place;
        return Prefix + CrockfordBase32.Encode((order << 32) | BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(sizeof(uint))), Digits);
    }
}
