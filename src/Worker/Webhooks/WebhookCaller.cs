using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using AgentMail.Core.Telemetry;
using AgentMail.Core.Webhooks;
using AgentMail.Worker.Smtp;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Webhooks;

/// <summary>One call, ready to be made.</summary>
/// <param name="Url">Where to.</param>
/// <param name="MessageId">The value of <c>webhook-id</c>.</param>
/// <param name="Body">What is sent, byte by byte.</param>
/// <param name="Secrets">What signs it.</param>
internal sealed record WebhookCall(string Url, string MessageId, ReadOnlyMemory<byte> Body, IReadOnlyList<WebhookSecret> Secrets);

/// <summary>Calls endpoints. Whatever they do is an answer and takes no longer than a call may.</summary>
internal sealed class WebhookCaller(WebhookConnector connector, WebhookUrl urls, WebhookMetrics metrics, IOptions<WebhookOptions> options, TimeProvider clock) : IDisposable
{
    private const int BytesForExcerpt = 1024;
    private const int MostBytesDrained = 64 * 1024;
    private const int MostKilobytesOfHeaders = 16;

    private static readonly TimeSpan LifeOfConnection = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan IdleConnection = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TimeToDrain = TimeSpan.FromSeconds(1);
    private static readonly ProductInfoHeaderValue UserAgent = new("AgentMail-Webhooks", "1.0");
    private static readonly MediaTypeHeaderValue ContentType = new("application/json", "utf-8");

    private readonly HttpMessageInvoker _http = new(Handler(connector, options.Value.Timeout));

    /// <summary>Makes the call and says what became of it, and how long it took.</summary>
    public async Task<(WebhookAnswer Answer, TimeSpan Took)> CallAsync(WebhookCall call, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await AnswerAsync(call, ct);
        var took = Stopwatch.GetElapsedTime(began);
        metrics.Called(answer.Failure, took);
        return (answer, took);
    }

    public void Dispose() => _http.Dispose();

    // Connections are short-lived, so that a host that moves is followed; nothing of one answer is remembered for the next call.
    private static SocketsHttpHandler Handler(WebhookConnector connector, TimeSpan timeout) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = LifeOfConnection,
        PooledConnectionIdleTimeout = IdleConnection,
        ConnectTimeout = timeout,
        MaxResponseHeadersLength = MostKilobytesOfHeaders,
        MaxResponseDrainSize = MostBytesDrained,
        ResponseDrainTimeout = TimeToDrain,
        ConnectCallback = (context, ct) => connector.ConnectAsync(context.DnsEndPoint, ct),
    };

    private async Task<WebhookAnswer> AnswerAsync(WebhookCall call, CancellationToken ct)
    {
        if (call.Secrets.Count == 0)
            return WebhookAnswer.None(WebhookFailure.SecretUnreadable, "The stored secret cannot be opened: the key ring or its certificate has changed. Rotate the webhook's secret.");
        if (!Uri.TryCreate(call.Url, UriKind.Absolute, out var url))
            return WebhookAnswer.None(WebhookFailure.HostUnknown, "The webhook's URL cannot be read: save it again.");
        if (url.Scheme != Uri.UriSchemeHttps && !urls.AllowsHttp)
            return WebhookAnswer.None(WebhookFailure.HttpNotAllowed, $"This installation does not call plain http ({WebhookOptions.Section}:{nameof(WebhookOptions.AllowHttp)}): give the webhook an https URL.");
        using var deadline = new Deadline(options.Value.Timeout, clock, ct);
        try
        {
            using var request = Request(url, call);
            using var response = await _http.SendAsync(request, deadline.Token);
            // The status is the whole answer: what comes after 2xx is not waited for.
            return response.IsSuccessStatusCode ? WebhookAnswer.Of((int)response.StatusCode) : await FailureAsync(response, deadline.Token);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            deadline.ThrowIfCancelledByCaller();
            return CallFaults.Of(error, options.Value.Timeout);
        }
    }

    private HttpRequestMessage Request(Uri url, WebhookCall call)
    {
        var timestamp = WebhookSignature.Timestamp(clock.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(call.Body) };
        request.Content.Headers.ContentType = ContentType;
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Add(WebhookSignature.IdHeader, call.MessageId);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(call.MessageId, timestamp, call.Body.Span, call.Secrets));
        return request;
    }

    private async Task<WebhookAnswer> FailureAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var asked = response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : null;
        return WebhookAnswer.Of((int)response.StatusCode, await ExcerptAsync(response, ct), WebhookRetry.ReadRetryAfter(asked, clock.GetUtcNow()));
    }

    // The status is known; a body that does not come is no further fault.
    private static async Task<string> ExcerptAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using var little = CancellationTokenSource.CreateLinkedTokenSource(ct);
        little.CancelAfter(TimeToDrain);
        var buffer = new byte[BytesForExcerpt];
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(little.Token);
            while (length < buffer.Length && await body.ReadAsync(buffer.AsMemory(length), little.Token) is > 0 and var read)
                length += read;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            return WebhookAnswer.Excerpt(Encoding.UTF8.GetString(buffer, 0, length));
        }
        return WebhookAnswer.Excerpt(Encoding.UTF8.GetString(buffer, 0, length));
    }
}
