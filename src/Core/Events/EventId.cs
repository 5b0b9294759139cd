using AgentMail.Core.Identifiers;

namespace AgentMail.Core.Events;

/// <summary>The public spelling of an event's sequence number: <c>ev_</c> and 13 digits, sorting as the numbers do.</summary>
public static class EventId
{
    private const string Prefix = "ev_";
    private const int Digits = 13;

    /// <summary>Spells a sequence number.</summary>
    public static string Format(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        return Prefix + CrockfordBase32.Encode((UInt128)sequence, Digits);
    }

    /// <summary>Reads an id back: a cursor or a <c>Last-Event-ID</c>, which come from outside.</summary>
    public static bool TryParse(string? text, out long sequence)
    {
        sequence = 0;
        if (text?.Length != Prefix.Length + Digits || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !CrockfordBase32.TryDecode(text.AsSpan(Prefix.Length), out var number) || number > (UInt128)long.MaxValue)
            return false;
        sequence = (long)number;
        return true;
    }
}
