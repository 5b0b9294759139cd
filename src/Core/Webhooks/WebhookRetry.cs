using System.Globalization;

namespace AgentMail.Core.Webhooks;

/// <summary>When a message is tried again. Pure: clock and dice come in as arguments.</summary>
public static class WebhookRetry
{
    /// <summary>Longest wait that an endpoint may ask for.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>The time of the next call; null when its days are over.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="attempt">Calls made so far; at least 1.</param>
    /// <param name="dueSince">From when on its days count.</param>
    /// <param name="now">The clock.</param>
    /// <param name="retryAfter">What the endpoint asked for; it lengthens a wait and never shortens one.</param>
    /// <param name="dice">A random number from 0 to 1.</param>
    public static DateTimeOffset? Next(WebhookOptions options, int attempt, DateTimeOffset dueSince, DateTimeOffset now, TimeSpan? retryAfter, double dice)
    {
        ArgumentNullException.ThrowIfNull(options);
        var wait = Grown(options.FirstDelay, options.Factor, options.MaxDelay, attempt, options.Jitter, dice);
        if (retryAfter > wait)
            wait = retryAfter.Value;
        return now + wait > dueSince + options.MaxAge ? null : now + wait;
    }

    /// <summary>Reads <c>Retry-After</c>: seconds or an HTTP date, bounded; null when there is none that can be read.</summary>
    public static TimeSpan? ReadRetryAfter(string? header, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(header))
            return null;
        var asked = header.Trim() is var text && text.All(char.IsAsciiDigit)
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? (date - now).TotalSeconds : (double?)null;
        return asked is null ? null : TimeSpan.FromSeconds(Math.Clamp(asked.Value, 0, LongestRetryAfter.TotalSeconds));
    }

    // In doubles: many attempts overflow to infinity, which the cap then takes in.
    internal static TimeSpan Grown(TimeSpan first, double factor, TimeSpan most, int times, double jitter, double dice)
    {
        var grown = Math.Min(first.TotalMilliseconds * Math.Pow(factor, Math.Max(times, 1) - 1), most.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(grown * (1 + (jitter * ((2 * dice) - 1))));
    }
}
