using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using AgentMail.Core.Events;
using EventId = AgentMail.Core.Events.EventId;

namespace AgentMail.Api.Events.Stream;

/// <summary>Writes the event stream format (WHATWG HTML §9.2.6), and gives a client that takes nothing a limited time.</summary>
internal sealed class SseWriter(PipeWriter output, TimeSpan timeout, TimeProvider clock)
{
    /// <summary>More than this is flushed before anything is added, so that what waits in the process stays bounded.</summary>
    public const int FlushAt = 16 * 1024;

    /// <summary>Octets written and not flushed.</summary>
    public int Unflushed { get; private set; }

    public void Event(EventRow row, ReadOnlySpan<byte> json)
    {
        Text($"id: {EventId.Format(row.Number)}\nevent: {row.Type}\ndata: ");
        Bytes(json);
        Text("\n\n");
    }

    public void Comment(string text) => Text($": {text}\n");

    public void Retry(TimeSpan wait) => Text($"retry: {(int)wait.TotalMilliseconds}\n");

    /// <summary>Tells where to resume without an event: everything asked for up to this number has been sent.</summary>
    public void Position(long number) => Text($"id: {EventId.Format(number)}\n\n");

    /// <summary>Waits until the client has taken enough; false when it did not in time.</summary>
    public async Task<bool> FlushAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            await output.FlushAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
        // Kestrel may answer a cancelled flush with an aborted connection instead of an exception.
        ct.ThrowIfCancellationRequested();
        Unflushed = 0;
        return !patience.IsCancellationRequested;
    }

    private void Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        Unflushed += bytes.Length;
    }
}
