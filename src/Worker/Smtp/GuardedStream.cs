namespace AgentMail.Worker.Smtp;

/// <summary>
/// The connection below MailKit and TLS. MailKit keeps a reply in memory until it ends, so a server that never ends one
/// would exhaust ours: here it runs into a limit. And here is the last place before the body leaves the process.
/// </summary>
internal sealed class GuardedStream(Stream inner) : Stream
{
    /// <summary>Enough for the longest EHLO reply and a TLS handshake with a long certificate chain.</summary>
    public const int BaseReplyLimit = 128 * 1024;

    private const int PerRecipient = 1024;

    private long _receivedSinceSent;
    private long _limit = BaseReplyLimit;
    private Func<CancellationToken, ValueTask>? _beforeNextWrite;

    /// <summary>The server sent more than the limit in answer to what it was last sent.</summary>
    public bool LimitExceeded { get; private set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Pipelined replies arrive together (RFC 2920).</summary>
    public void AllowReplies(int recipients) => _limit = BaseReplyLimit + ((long)recipients * PerRecipient);

    /// <summary>Runs once, before the next byte goes out; where it throws, nothing does.</summary>
    public void BeforeNextWrite(Func<CancellationToken, ValueTask> gate) => _beforeNextWrite = gate;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        _receivedSinceSent += count;
        if (_receivedSinceSent <= _limit)
            return count;

        LimitExceeded = true;
        throw new IOException("The server's reply does not end.");
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_beforeNextWrite is { } gate)
        {
            _beforeNextWrite = null;
            await gate(cancellationToken);
        }

        _receivedSinceSent = 0;
        await inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    // Blocking calls have no deadline here; MailKit's asynchronous calls need none.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
