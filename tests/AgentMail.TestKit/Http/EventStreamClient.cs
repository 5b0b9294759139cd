using System.Text.Json;
using Xunit;

namespace AgentMail.TestKit.Http;

/// <summary>An event as it came over the live stream.</summary>
/// <param name="Id">The last <c>id</c> up to it.</param>
/// <param name="Type">Its <c>event</c>.</param>
/// <param name="Data">Its <c>data</c>.</param>
public sealed record StreamedEvent(string Id, string Type, string Data)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Data);

    public override string ToString() => $"{Id} {Type}";
}

/// <summary>Reads <c>/v1/events/stream</c> as the format is written (WHATWG HTML §9.2.6), line by line.</summary>
public sealed class EventStreamClient : IDisposable
{
    public const string MediaType = "text/event-stream";

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;
    private readonly List<string> _comments = [];

    private EventStreamClient(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new(body));

    public HttpResponseMessage Response => _response;

    /// <summary>Where to resume.</summary>
    public string? LastEventId { get; private set; }

    public TimeSpan? Retry { get; private set; }

    /// <summary>Comments so far.</summary>
    public IReadOnlyList<string> Comments => _comments;

    /// <summary>Opens a stream that must begin; it has begun when this returns.</summary>
    public static async Task<EventStreamClient> OpenAsync(HttpClient client, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream" + query);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != MediaType)
            throw new HttpRequestException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        var stream = new EventStreamClient(response, await response.Content.ReadAsStreamAsync());
        await stream.ReadBlockAsync(TestContext.Current.CancellationToken);
        return stream;
    }

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<StreamedEvent?> NextAsync(TimeSpan? within = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(within ?? TimeSpan.FromSeconds(30));
        while (await ReadBlockAsync(deadline.Token) is { } block)
        {
            if (block.Event is { } item)
                return item;
        }
        return null;
    }

    /// <summary>Events up to and with the first that fulfils the condition.</summary>
    public async Task<IReadOnlyList<StreamedEvent>> UntilAsync(Func<StreamedEvent, bool> isLast)
    {
        var seen = new List<StreamedEvent>();
        while (seen.Count == 0 || !isLast(seen[^1]))
            seen.Add(await NextAsync() ?? throw new EndOfStreamException($"The stream ended after {string.Join(", ", seen)}"));
        return seen;
    }

    /// <summary>Reads until this comment has come.</summary>
    public async Task CommentAsync(string text)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        var from = _comments.Count;
        while (!_comments.Skip(from).Contains(text))
            _ = await ReadBlockAsync(deadline.Token) ?? throw new EndOfStreamException($"The stream ended before ': {text}'");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }

    private async Task<Block?> ReadBlockAsync(CancellationToken ct)
    {
        var (type, data) = ("message", default(string));
        while (await LineAsync(ct) is { } line)
        {
            if (line.Length == 0)
                return new(data is null ? null : new StreamedEvent(LastEventId ?? "", type, data));
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].TrimStart(' '));
            switch (field)
            {
                case "":
                    _comments.Add(value);
                    break;
                case "id":
                    LastEventId = value;
                    break;
                case "event":
                    type = value;
                    break;
                case "data":
                    data = data is null ? value : data + "\n" + value;
                    break;
                case "retry":
                    Retry = TimeSpan.FromMilliseconds(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
                    break;
                default:
                    throw new InvalidDataException(line);
            }
        }
        return null;
    }

    // A server that dies ends the stream in the middle of what it says.
    private async Task<string?> LineAsync(CancellationToken ct)
    {
        try
        {
            return await _lines.ReadLineAsync(ct);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private sealed record Block(StreamedEvent? Event);
}
