using System.Text;
using AgentMail.Core.Delivery;

namespace AgentMail.Core.Webhooks;

/// <summary>What became of one call.</summary>
/// <param name="Failure">Why it failed; null when the endpoint took it.</param>
/// <param name="HttpStatus">The answer's status; null when there was none.</param>
/// <param name="Detail">What was seen and what to do; null when it did not fail.</param>
/// <param name="RetryAfter">How long the endpoint asks to be left alone.</param>
public sealed record WebhookAnswer(WebhookFailure? Failure, int? HttpStatus, string? Detail, TimeSpan? RetryAfter = null)
{
    /// <summary>Most of an answer's body that a person is shown.</summary>
    public const int MaxExcerpt = 200;

    private const string TriesAgain = " It is tried again.";

    /// <summary>Whether no further call of the same message can succeed.</summary>
    public bool IsFinal => Failure is WebhookFailure.Gone or WebhookFailure.EventGone;

    /// <summary>Whether the endpoint spoke of all calls and not of this one.</summary>
    public bool AsksForRest => RetryAfter is not null && Failure is WebhookFailure.RateLimited or WebhookFailure.ServerError;

    /// <summary>Judges an answer by its status.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="excerpt">The beginning of its body.</param>
    /// <param name="retryAfter">What it says of the next call, bounded.</param>
    public static WebhookAnswer Of(int status, string excerpt = "", TimeSpan? retryAfter = null)
    {
        if (status is >= 200 and < 300)
            return new(null, status, null);
        var (failure, advice) = Judge(status);
        return new(failure, status, $"The endpoint answered {status}. {advice}{Quoted(excerpt)}", failure == WebhookFailure.Gone ? null : retryAfter);
    }

    /// <summary>A call that brought no answer.</summary>
    public static WebhookAnswer None(WebhookFailure failure, string detail) => new(failure, null, failure == WebhookFailure.EventGone ? detail : detail + TriesAgain);

    /// <summary>One printable line of what a server wrote, and no more of it than a person needs.</summary>
    public static string Excerpt(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = ServerWords.Of(text, MaxExcerpt * 2).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return ServerWords.Of(string.Join(' ', words), MaxExcerpt);
    }

    private static (WebhookFailure Failure, string Advice) Judge(int status) => status switch
    {
        410 => (WebhookFailure.Gone, "That means that it wants no more calls, so it was disabled. If it should be called after all, let it answer 2xx and enable it again."),
        >= 300 and < 400 => (WebhookFailure.Redirected, "Redirects are not followed: give the webhook the URL that answers by itself." + TriesAgain),
        429 => (WebhookFailure.RateLimited, "It gets more calls than it takes: raise its limit, or subscribe it to fewer types." + TriesAgain),
        401 or 403 => (WebhookFailure.Refused, "It refuses the call: let it accept calls whose signature it verifies with the webhook's secret, and no other sign-in." + TriesAgain),
        404 or 405 => (WebhookFailure.Refused, "Nothing takes a POST at this URL: check the path, and that the receiver is deployed." + TriesAgain),
        >= 400 and < 500 => (WebhookFailure.Refused, "It does not accept the event: look into its log for this webhook-id." + TriesAgain),
        >= 500 and < 600 => (WebhookFailure.ServerError, "The receiver has a fault or is being deployed: look into its log for this webhook-id." + TriesAgain),
        _ => (WebhookFailure.UnexpectedStatus, "An endpoint answers 2xx when it has taken an event." + TriesAgain),
    };

    private static string Quoted(string excerpt) => excerpt.Length == 0 ? "" : new StringBuilder(" It says: ").Append(excerpt).ToString();
}
