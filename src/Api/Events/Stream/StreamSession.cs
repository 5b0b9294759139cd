using AgentMail.Api.Auth;
using AgentMail.Core.Events;
using AgentMail.Core.Telemetry;

namespace AgentMail.Api.Events.Stream;

/// <summary>
/// One client's stream. It reads the log as fast as the client takes it, joins the feed where the log ends, and goes back to the log when
/// the feed is faster than the client. So it skips nothing and repeats nothing, and costs no more than its queue.
/// </summary>
internal sealed class StreamSession(EventStreams streams, Caller caller, EventFilter filter, SseWriter output, CancellationTokenSource life)
{
    private const int PageSize = 100;

    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly CancellationToken _ct = life.Token;
    private readonly List<DateTimeOffset> _written = [];
    private volatile EventFilter _filter = filter;
    private long _sent;
    private long _checkedAt;

    /// <summary>Why it ended by itself; null = it did not.</summary>
    public StreamEnd? End { get; private set; }

    public async Task<StreamEnd> RunAsync(StreamStart start)
    {
        (_sent, _checkedAt) = (start.After, streams.Clock.GetTimestamp());
        output.Comment("AgentMail events");
        if (start.Remark is { } remark)
            output.Comment(remark);
        output.Retry(Reconnect);
        output.Position(_sent);
        await FlushAsync();
        while (true)
        {
            try
            {
                await FollowLogAsync();
            }
            catch (Exception error) when (!_ct.IsCancellationRequested && streams.MayPass(error))
            {
                // A stream that ended now would meet 503, at which browsers give up for good.
                streams.Logger.LogDebug("A stream waits for the database: {Error}", error.Message);
                await Task.Delay(PauseAfterFault, streams.Clock, _ct);
            }
        }
    }

    private async Task FollowLogAsync()
    {
        await CatchUpAsync(await streams.Log.LastAsync(_ct));
        using var live = streams.Feed.Subscribe(row => _filter.Matches(row), after: _sent);
        await CatchUpAsync(live.From);
        while (!live.IsOver || live.HasMore)
        {
            await WriteAsync(live);
            await KeepAliveAsync();
            if (Position(live) is { } position)
                _sent = position;
            await live.WaitAsync(streams.Options.KeepAlive - SinceCheck, streams.Clock, _ct);
        }
    }

    private async Task CatchUpAsync(long end)
    {
        while (_sent < end)
        {
            var rows = await streams.PageAsync(_filter, _sent, end, PageSize, _ct);
            foreach (var row in rows)
                await WriteAsync(row, EventJson.Bytes(row));
            if (rows.Count < PageSize)
                _sent = end;
            await FlushAsync();
            await KeepAliveAsync();
        }
    }

    private async Task WriteAsync(FeedSubscription live)
    {
        // In portions: a log that never rests must not keep the key from being looked at.
        for (var taken = 0; taken < PageSize && live.TryTake(out var item); taken++)
        {
            // What was caught up with comes again; what the caller may no longer see was queued before that was known.
            if (item.Row.Number <= _sent || !_filter.Matches(item.Row))
                continue;
            await WriteAsync(item.Row, item.Json);
            _written.Add(item.Row.Timestamp);
        }
        await FlushAsync();
        var now = streams.Clock.GetUtcNow();
        foreach (var timestamp in _written)
            streams.Metrics.Written(now - timestamp);
        _written.Clear();
    }

    private async Task WriteAsync(EventRow row, ReadOnlyMemory<byte> json)
    {
        output.Event(row, json.Span);
        _sent = row.Number;
        if (output.Unflushed >= SseWriter.FlushAt)
            await FlushAsync();
    }

    // How far the feed had come before nothing was left to take: all that was wanted up to there has been sent.
    private long? Position(FeedSubscription live)
    {
        var last = streams.Feed.Last;
        return last > _sent && !live.IsOver && !live.HasMore ? last : null;
    }

    private TimeSpan SinceCheck => streams.Clock.GetElapsedTime(_checkedAt);

    private async Task KeepAliveAsync()
    {
        if (SinceCheck < streams.Options.KeepAlive)
            return;
        _checkedAt = streams.Clock.GetTimestamp();
        await CheckAsync();
        output.Comment("keep-alive");
        output.Position(_sent);
        await FlushAsync();
    }

    private async Task CheckAsync()
    {
        if (await streams.ScopeAsync(caller, _ct) is { } scope)
            _filter = _filter with { SeenBy = scope.AgentId, OwnChannels = scope.Channels };
        else
            Finish(StreamEnd.Key);
    }

    private async Task FlushAsync()
    {
        if (output.Unflushed > 0 && !await output.FlushAsync(_ct))
            Finish(StreamEnd.Stalled);
    }

    private void Finish(StreamEnd reason)
    {
        End = reason;
        life.Cancel();
        _ct.ThrowIfCancellationRequested();
    }
}
