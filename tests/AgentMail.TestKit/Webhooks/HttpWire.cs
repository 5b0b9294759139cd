using System.Globalization;
using System.Text;

namespace AgentMail.TestKit.Webhooks;

/// <summary>As much of HTTP/1.1 as reading a request with a length needs.</summary>
internal static class HttpWire
{
    /// <summary>The next request; null when the other side has hung up.</summary>
    public static async Task<ReceivedCall?> ReadAsync(Stream stream, CancellationToken ct)
    {
        if (await LineAsync(stream, ct) is not { Length: > 0 } first)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await LineAsync(stream, ct) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }
        var body = headers.TryGetValue("content-length", out var length)
            ? await ExactlyAsync(stream, int.Parse(length, CultureInfo.InvariantCulture), ct)
            : headers.ContainsKey("transfer-encoding") ? await ChunkedAsync(stream, ct) : [];
        return new(first.Split(' ')[1], headers, body);
    }

    /// <summary>Waits until the other side hangs up.</summary>
    public static async Task UntilGoneAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[1];
        while (await stream.ReadAsync(buffer, ct) > 0)
            continue;
    }

    private static async Task<byte[]> ChunkedAsync(Stream stream, CancellationToken ct)
    {
        var body = new MemoryStream();
        while (int.Parse(await LineAsync(stream, ct) ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.Write(await ExactlyAsync(stream, size, ct));
            await LineAsync(stream, ct);
        }
        await LineAsync(stream, ct);
        return body.ToArray();
    }

    private static async Task<byte[]> ExactlyAsync(Stream stream, int length, CancellationToken ct)
    {
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, ct);
        return body;
    }

    private static async Task<string?> LineAsync(Stream stream, CancellationToken ct)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, ct) > 0)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
        return null;
    }
}
