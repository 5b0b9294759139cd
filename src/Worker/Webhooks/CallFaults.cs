using System.Security.Authentication;
using AgentMail.Core.Delivery;
using AgentMail.Core.Webhooks;

namespace AgentMail.Worker.Webhooks;

/// <summary>What the HTTP client throws, as an answer with a word and a sentence.</summary>
internal static class CallFaults
{
    private const int MostWords = 300;

    public static WebhookAnswer Of(Exception error, TimeSpan timeout)
    {
        var causes = Causes(error).ToList();
        if (causes.OfType<NoConnectionException>().FirstOrDefault() is { } none)
            return WebhookAnswer.None(none.Failure, none.Message);
        if (causes.Exists(cause => cause is OperationCanceledException or TimeoutException))
            return WebhookAnswer.None(WebhookFailure.Timeout, $"There was no answer within {timeout.TotalSeconds:0.#} seconds: let the receiver answer first and work afterwards.");
        if (causes.OfType<AuthenticationException>().FirstOrDefault() is { } refused)
            return Tls(refused.Message);
        return (error as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError => Tls(error.GetBaseException().Message),
            HttpRequestError.ConfigurationLimitExceeded => WebhookAnswer.None(WebhookFailure.AnswerTooLarge, "The headers of the answer are too large to be read: answer a plain 2xx."),
            HttpRequestError.InvalidResponse => WebhookAnswer.None(WebhookFailure.InvalidAnswer, "What answered is not HTTP: check the URL's scheme and port."),
            _ => WebhookAnswer.None(WebhookFailure.ConnectionBroken, "The connection broke before there was an answer: look for a crash or a proxy's limit at the receiver."),
        };
    }

    private static WebhookAnswer Tls(string words) => WebhookAnswer.None(
        WebhookFailure.Tls, $"The connection could not be secured ({ServerWords.Of(words, MostWords)}): check the endpoint's certificate, its chain and its host name.");

    private static IEnumerable<Exception> Causes(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
