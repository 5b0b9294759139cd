using System.Buffers.Binary;

namespace AgentMail.Core.Identifiers;

/// <summary>
/// Crockford's base 32 in lower case, most significant digit first: no letters that look like digits, and texts of one length
/// sort as the numbers do.
/// </summary>
internal static class CrockfordBase32
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A number as exactly <paramref name="length"/> digits.</summary>
    public static string Encode(UInt128 number, int length) =>
        string.Create(length, number, static (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
                text[i] = Digits[(int)(rest & 31)];
        });

    /// <summary>128 bits as 26 digits.</summary>
    public static string Encode(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return Encode(BinaryPrimitives.ReadUInt128BigEndian(bytes), 26);
    }

    /// <summary>Reads what <see cref="Encode(UInt128, int)"/> wrote; any other spelling is refused, so that one number has one text.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out UInt128 number)
    {
        number = 0;
        foreach (var c in text)
        {
            var digit = Digits.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0 || number >> 123 != 0)
                return false;
            number = (number << 5) | (UInt128)digit;
        }
        return true;
    }
}
