using System.Globalization;
using System.Text;

namespace AgentMail.Worker.Sasl;

/// <summary>What a server asks for in the middle of a sign-in.</summary>
internal static class ServerChallenge
{
    /// <summary>A second of work, and ten times as much as is recommended (RFC 7677 §4 says 4096 at least); a server could ask for an hour.</summary>
    public const int MostRounds = 1_000_000;

    private const string Rounds = "i=";

    /// <summary>Whether it may be answered: no mechanism here stops hashing once it has begun.</summary>
    public static bool IsAnswerable(PasswordMechanism mechanism, string challenge)
    {
        if (!mechanism.HashesInRounds)
            return true;
        var bytes = new byte[challenge.Length];
        if (!Convert.TryFromBase64String(challenge.Trim(), bytes, out var length))
            return false;
        var rounds = Encoding.UTF8.GetString(bytes, 0, length).Split(',').Where(part => part.StartsWith(Rounds, StringComparison.Ordinal));
        return rounds.All(part => int.TryParse(part.AsSpan(Rounds.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostRounds);
    }
}
