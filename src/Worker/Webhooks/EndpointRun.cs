using AgentMail.Core.Json;
using AgentMail.Core.Webhooks;
using AgentMail.Worker.Delivery;

namespace AgentMail.Worker.Webhooks;

/// <summary>
/// Calls one endpoint while this worker holds its lease: several at a time while it takes what it gets, one at a time once it failed, and
/// none while it is paused.
/// </summary>
internal sealed class EndpointRun(WebhookLease lease, WebhookHealth health, EndpointServices services, Func<bool> othersWait)
{
    private const int Batch = 50;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Signal _rung = new();
    private readonly EndpointTurn _turn = new();
    private readonly List<Task<EndpointCall>> _calls = [];
    private readonly long _began = services.Clock.GetTimestamp();
    private WebhookHealth _health = health;
    private Webhook? _webhook;
    private bool _mayBeMore = true;
    private int _width = 1;
    private long _readAt = services.Clock.GetTimestamp();

    /// <summary>Something may be due.</summary>
    public void Ring() => _rung.Set();

    /// <summary>
    /// Works until nothing has come for a while, the endpoint is to be left alone, or <paramref name="stopping"/>; then calls under way
    /// come to their end. <paramref name="abort"/>: the lease is lost, and so is what they find.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            while (true)
            {
                if (MayBegin(stopping))
                    await BeginAsync(abort);
                if (_calls.Count > 0)
                    await SettleAsync(abort);
                else if (!MayBegin(stopping) || !await WaitAsync(stopping))
                    return;
            }
        }
        finally
        {
            // Nobody else is to call what is being called.
            await ((Task)Task.WhenAll(_calls)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool MayBegin(CancellationToken stopping) =>
        !stopping.IsCancellationRequested && !_health.IsPaused(services.Clock.GetUtcNow()) && !(othersWait() && services.Clock.GetElapsedTime(_began) > Slice);

    // Whoever disables an endpoint, or gives it another URL, waits no longer than this.
    private bool IsFresh => services.Clock.GetElapsedTime(_readAt) < Freshness;

    private int Width => _health.Failures > 0 ? 1 : Math.Min(_width, services.Options.Value.ConnectionsPerEndpoint);

    private async Task BeginAsync(CancellationToken abort)
    {
        while (_calls.Count < Width)
        {
            var next = IsFresh ? _turn.Take() : null;
            if (next is null && (_mayBeMore || !IsFresh || _rung.TryTake()))
            {
                await ReadAsync(abort);
                next = _turn.Take();
            }
            if (next is null || !TryBegin(next, abort))
                return;
        }
    }

    private bool TryBegin(WebhookDelivery delivery, CancellationToken abort)
    {
        var isFirst = _calls.Count == 0;
        if (!isFirst && !services.Places.TryTake())
        {
            _turn.Done(delivery, isThrough: false);
            return false;
        }
        _calls.Add(CallAsync(delivery, hasPlace: !isFirst, abort));
        return true;
    }

    /// <summary>Takes in the next batch in place of what is left of the last one, and the endpoint as it is configured now.</summary>
    private async Task ReadAsync(CancellationToken abort)
    {
        if (_health.FailingSince is { } since && services.Clock.GetUtcNow() - services.Options.Value.MaxAge is var longAgo && since < longAgo)
        {
            while (await services.Lanes.ExpireAsync(lease, longAgo, abort))
                continue;
        }
        WebhookWork work;
        do
        {
            work = await services.Queue.ReadAsync(lease, Batch, _turn.UnderWay, abort);
            if (work.PutOff.Count > 0)
                await services.Lanes.PutOffAsync(work.PutOff, abort);
        }
        while (work is { Ready: [], PutOff: not [], IsFull: true });
        (_webhook, _mayBeMore, _readAt) = (work.Webhook, work.IsFull, services.Clock.GetTimestamp());
        _turn.Put(work);
    }

    private async Task<EndpointCall> CallAsync(WebhookDelivery delivery, bool hasPlace, CancellationToken abort)
    {
        try
        {
            var (webhook, begunAt) = (_webhook!, services.Clock.GetUtcNow());
            if (_turn.BodyOf(delivery) is not { } body)
                return new(delivery, WebhookAnswer.None(WebhookFailure.EventGone, "The event is older than the log keeps events; nothing is left to send."), begunAt, TimeSpan.Zero);
            var (answer, took) = await services.Caller.CallAsync(new(webhook.Url, delivery.MessageId, body, services.Secrets.Open(webhook, begunAt)), abort);
            return new(delivery, answer, begunAt, took);
        }
        finally
        {
            if (hasPlace)
                services.Places.GiveBack();
        }
    }

    /// <summary>Waits for calls to end, and writes what has by then in one transaction.</summary>
    private async Task SettleAsync(CancellationToken abort)
    {
        await Task.WhenAny(_calls);
        // Asked once: a call that ends meanwhile is settled the next time.
        var over = _calls.Where(c => c.IsCompleted).ToList();
        var ended = await Task.WhenAll(over);
        _calls.RemoveAll(over.Contains);
        var before = _health;
        var results = ended.Select(Judge).ToList();
        if (!await services.Lanes.WriteAsync(lease, _health, results, abort))
            throw new LeaseLostException();
        foreach (var result in results)
            _turn.Done(result.Delivery, isThrough: result.NextAttemptAt is null);
        _mayBeMore |= results.Exists(r => r.NextAttemptAt is not null);
        await FollowAsync(before, results, abort);
    }

    private WebhookResult Judge(EndpointCall call)
    {
        var (delivery, answer, begunAt, took) = call;
        var now = services.Clock.GetUtcNow();
        _health = _health.After(answer, delivery.LastAttemptAt, begunAt, now, DeliveryDice.Roll());
        _width = answer.Failure is null ? _width + 1 : 1;
        var next = answer.Failure is null || answer.IsFinal
            ? null
            : WebhookRetry.Next(services.Options.Value, delivery.Attempt + 1, delivery.DueSince, now, answer.RetryAfter, DeliveryDice.Roll());
        return new(delivery, answer, begunAt, took, next, now);
    }

    private async Task FollowAsync(WebhookHealth before, List<WebhookResult> results, CancellationToken abort)
    {
        if (results.Find(r => r.Answer.Failure == WebhookFailure.Gone) is { } gone)
        {
            await services.Store.DisableAsync(lease.TenantId, lease.WebhookId, gone.Answer.Detail!, abort);
            _turn.Clear();
            _mayBeMore = true;
        }
        if (_health.IsFailing && !before.IsFailing)
        {
            services.Log.LogWarning("Webhook {Webhook} of tenant {Tenant} takes no events ({Failure}); they wait for it",
                lease.WebhookId, lease.TenantId, WireEnum<WebhookFailure>.Name(results.Last(r => r.Answer.Failure is not null).Answer.Failure!.Value));
        }
        else if (before.IsFailing && !_health.IsFailing)
        {
            services.Log.LogInformation("Webhook {Webhook} of tenant {Tenant} takes events again", lease.WebhookId, lease.TenantId);
        }
    }

    private async Task<bool> WaitAsync(CancellationToken stopping)
    {
        var rung = await _rung.WaitAsync(Idle, services.Clock, stopping);
        _mayBeMore |= rung;
        return rung;
    }

    private sealed record EndpointCall(WebhookDelivery Delivery, WebhookAnswer Answer, DateTimeOffset BegunAt, TimeSpan Took);
}

/// <summary>Another worker calls the endpoint now: what was found counts for nothing.</summary>
internal sealed class LeaseLostException() : Exception("The lease of the endpoint is another worker's now.");
