using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AgentMail.TestKit.Smtp;

/// <summary>The server's end of a connection: lines and dot-stuffed bodies in, replies out, TLS in between.</summary>
internal sealed class SmtpWire(Socket socket) : IDisposable
{
    private readonly MemoryStream _replies = new();
    private Stream _stream = new NetworkStream(socket, ownsSocket: true);
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    public bool IsTls { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Bytes the client sent before it had read our last reply (RFC 2920); not allowed at the switch to TLS.</summary>
    public bool HasUnreadBytes => _end > _start;

    /// <summary>Null when the client has gone. Only CRLF ends a line: a bare LF stays in it and makes the command unknown.</summary>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancellation)
        => await FindLineAsync(cancellation) is { } length ? Encoding.UTF8.GetString(Take(length)) : null;

    /// <summary>The body up to the final dot, its dot-stuffing undone (RFC 5321 §4.5.2). Null when the client went before the dot.</summary>
    public async ValueTask<byte[]?> ReadBodyAsync(CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        while (await FindLineAsync(cancellation) is { } length)
        {
            var line = Take(length);
            if (line is [(byte)'.']) return body.ToArray();
            body.Write(line is [(byte)'.', ..] ? line[1..] : line);
            body.Write("\r\n"u8);
        }

        return null;
    }

    public async ValueTask<bool> WaitForBytesAsync(CancellationToken cancellation)
        => HasUnreadBytes || await FillAsync(cancellation);

    public async Task WaitForEndAsync(CancellationToken cancellation)
    {
        do _start = _end = 0;
        while (await FillAsync(cancellation));
    }

    public void Write(params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
            WriteRaw(line + "\r\n");
    }

    public void WriteRaw(string text) => _replies.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Replies wait until the client has nothing more to say, so that pipelined commands are answered in one packet.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (_replies.Length == 0) return;
        await _stream.WriteAsync(_replies.GetBuffer().AsMemory(0, (int)_replies.Length), cancellation);
        _replies.SetLength(0);
    }

    /// <summary>At once, after whatever waits.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await FlushAsync(cancellation);
        await _stream.WriteAsync(bytes, cancellation);
    }

    public async Task SecureAsync(X509Certificate2 certificate, CancellationToken cancellation)
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellation);
        IsTls = true;
    }

    public void Close()
    {
        IsClosed = true;
        _stream.Dispose();
    }

    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        Close();
    }

    public void Dispose()
    {
        Close();
        _replies.Dispose();
    }

    private ReadOnlySpan<byte> Take(int lineLength)
    {
        var line = _buffer.AsSpan(_start, lineLength);
        _start += lineLength + 2;
        return line;
    }

    private async ValueTask<int?> FindLineAsync(CancellationToken cancellation)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf("\r\n"u8);
            if (length >= 0) return searched + length;
            searched = Math.Max(0, _end - _start - 1);
            if (!await FillAsync(cancellation)) return null;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        await FlushAsync(cancellation);
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += count;
        return count > 0;
    }
}
