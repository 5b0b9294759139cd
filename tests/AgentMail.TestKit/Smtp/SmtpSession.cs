using System.Collections.Immutable;

namespace AgentMail.TestKit.Smtp;

/// <summary>A command line as it came, and whether TLS was on.</summary>
public sealed record ReceivedCommand(string Line, bool Tls)
{
    public string Verb => Line.Split(' ', 2)[0].ToUpperInvariant();
}

/// <summary>What one connection to the server did. Written by that connection only; may be read at any time.</summary>
public sealed class SmtpSession(int number)
{
    private volatile bool _isOpen = true;

    /// <summary>1 for the first connection.</summary>
    public int Number => number;

    public bool IsOpen => _isOpen;

    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsTls { get; internal set; }

    /// <summary>The user whose AUTH was accepted.</summary>
    public string? SignedInAs { get; internal set; }

    /// <summary>Everything AUTH tried, accepted or not.</summary>
    public ImmutableList<SmtpCredentials> SignInAttempts { get; internal set; } = [];

    /// <summary>In order, without the continuation lines of AUTH and without message bodies.</summary>
    public ImmutableList<ReceivedCommand> Commands { get; internal set; } = [];

    public IEnumerable<string> Verbs => Commands.Select(c => c.Verb);

    public ImmutableList<SmtpTransaction> Transactions { get; internal set; } = [];

    public ImmutableList<string> UnexpectedCommands { get; internal set; } = [];

    public override string ToString() => $"session {number}: {string.Join(" | ", Verbs)}{(_isOpen ? "" : " (closed)")}";

    internal void End()
    {
        EndedAt ??= TimeProvider.System.GetUtcNow();
        _isOpen = false;
    }
}
