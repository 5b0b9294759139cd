using AgentMail.Api.Auth;
using AgentMail.Api.Problems;
using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentMail.Api.Events.Stream;

/// <summary>Opens streams, and has what they share.</summary>
internal sealed class EventStreams(
    Database database, EventLog log, EventFeed feed, KeyDirectory keys, StreamPlaces places, StreamMetrics metrics, IOptions<EventStreamOptions> options,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<EventStreams> logger)
{
    public EventFeed Feed => feed;

    public EventLog Log => log;

    public StreamMetrics Metrics => metrics;

    public EventStreamOptions Options => options.Value;

    public TimeProvider Clock => clock;

    public ILogger Logger => logger;

    /// <summary>Ends all streams, and at once: clients resume at another process.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    public async Task<Results<EventStream, ApiProblem>> OpenAsync(EventQuery query, StreamCursor cursor, Caller caller, CancellationToken ct)
    {
        await using var db = database.Read();
        var filter = query.Of(caller, await AgentScope.OfAsync(caller, db, ct));
        var start = await StreamStart.OfAsync(db, caller.TenantId, cursor.After, await log.LastAsync(ct), clock.GetUtcNow(), ct);
        var (place, refusal) = places.Take(caller.KeyId);
        return place is null ? refusal! : new EventStream(this, caller, filter, start, place);
    }

    /// <summary>The next events of the log that the filter lets through, up to <paramref name="end"/>.</summary>
    public async Task<IReadOnlyList<EventRow>> PageAsync(EventFilter filter, long after, long end, int limit, CancellationToken ct)
    {
        await using var db = database.Read();
        return await EventSearch.RowsAsync(db, filter, after, limit, ct, until: end);
    }

    /// <summary>What the caller may see by now; null when the key is no more.</summary>
    public async Task<AgentScope?> ScopeAsync(Caller caller, CancellationToken ct)
    {
        if (!await keys.IsGoodAsync(caller, ct))
            return null;
        await using var db = database.Read();
        return await AgentScope.OfAsync(caller, db, ct);
    }

    /// <summary>True when the database may answer a moment later.</summary>
    public bool MayPass(Exception error) => database.IsTransient(error);
}
