namespace AgentMail.Core.Servers;

/// <summary>
/// Limits that big providers set per mailbox, for servers whose admin has set none. Whoever exceeds them is refused or slowed down, so
/// keeping to them is quicker.
/// </summary>
/// <remarks>
/// Microsoft 365: 3 connections and 30 messages a minute per mailbox, as published
/// (learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements). Google publishes limits per day only
/// (support.google.com/a/answer/166852: 2,000 messages; 2956491 for the relay: 10,000, and a peak without a number) and answers
/// "too many login attempts" to many connections at once; 3 and 60 keep well clear of that.
/// </remarks>
public static class ProviderLimits
{
    private static readonly ServerLimits Microsoft365 = new(MaxConnections: 3, MessagesPerMinute: 30);
    private static readonly ServerLimits Google = new(MaxConnections: 3, MessagesPerMinute: 60);

    private static readonly Dictionary<string, ServerLimits> ByHost = new(StringComparer.OrdinalIgnoreCase)
    {
        ["smtp.office365.com"] = Microsoft365,
        ["smtp-mail.outlook.com"] = Microsoft365,
        ["smtp-legacy.office365.com"] = Microsoft365,
        ["smtp.gmail.com"] = Google,
        ["smtp.googlemail.com"] = Google,
        ["smtp-relay.gmail.com"] = Google,
    };

    /// <summary>What holds at this host: each member as it was set, higher or lower, and the provider's where it was not.</summary>
    public static ServerLimits Complete(string? host, ServerLimits set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return ByHost.TryGetValue((host ?? "").TrimEnd('.'), out var known)
            ? new(set.MaxConnections ?? known.MaxConnections, set.MessagesPerMinute ?? known.MessagesPerMinute, set.MaxMessageBytes ?? known.MaxMessageBytes)
            : set;
    }
}
