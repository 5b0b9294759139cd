using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace AgentMail.TestKit.Telemetry;

/// <summary>Takes what processes export with OTLP over HTTP (opentelemetry-proto: traces, and metrics as octets only), and keeps it.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private const string TracesPath = "/v1/traces";

    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _exports = new();
    private readonly Task _listening;

    public OtlpCollector()
    {
        Address = new($"http://127.0.0.1:{Loopback.FreePort()}");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _listening = ListenAsync();
    }

    public Uri Address { get; }

    /// <summary>What makes a process export here, soon.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
    };

    /// <summary>The spans of one trace that have come by now.</summary>
    public IReadOnlyList<OtlpSpan> Trace(string traceId) => [.. _exports.Where(e => e.Path == TracesPath).SelectMany(e => OtlpSpan.ReadAll(e.Body)).Where(s => s.TraceId == traceId)];

    /// <summary>Everything that has come, as text: for what must not be in there.</summary>
    public string Text() => string.Concat(_exports.Select(e => Encoding.Latin1.GetString(e.Body)));

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _listening;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _exports.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }
}
