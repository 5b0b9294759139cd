using System.Text;
using AgentMail.Core.Events;
using AgentMail.Core.Webhooks;

namespace AgentMail.Worker.Webhooks;

/// <summary>What an endpoint is to be called with next, in its order, and what is under way there.</summary>
internal sealed class EndpointTurn
{
    private readonly List<WebhookDelivery> _waiting = [];
    private readonly Dictionary<string, string?> _underWay = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<long, EventRow> _events = new Dictionary<long, EventRow>();

    /// <summary>Ids of those being called.</summary>
    public IReadOnlyCollection<string> UnderWay => _underWay.Keys;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Takes in a batch in place of what waits.</summary>
    public void Put(WebhookWork work)
    {
        _waiting.Clear();
        _waiting.AddRange(work.Ready);
        _events = work.Events;
    }

    /// <summary>Forgets what waits: it stays due.</summary>
    public void Clear() => _waiting.Clear();

    /// <summary>The next that may begin: of one email only the earliest, and not while another of it is being called.</summary>
    public WebhookDelivery? Take()
    {
        var index = _waiting.FindIndex(MayBegin);
        if (index < 0)
            return null;
        var next = _waiting[index];
        _waiting.RemoveAt(index);
        _underWay.Add(next.Id, next.EmailId);
        return next;
    }

    /// <summary>What is sent; null when the event is no longer kept.</summary>
    public ReadOnlyMemory<byte>? BodyOf(WebhookDelivery delivery)
    {
        if (delivery.Body is { } body)
            return Encoding.UTF8.GetBytes(body);
        return delivery.EventNumber is { } number && _events.TryGetValue(number, out var row) ? EventJson.Bytes(row) : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>It is through, or waits for its retry: then so do those after it of the same email.</summary>
    public void Done(WebhookDelivery delivery, bool isThrough)
    {
        _underWay.Remove(delivery.Id);
        if (!isThrough && delivery.EmailId is { } email)
            _waiting.RemoveAll(d => d.EmailId == email);
    }

    private bool MayBegin(WebhookDelivery delivery) => delivery.EmailId is not { } email
        || (!_underWay.ContainsValue(email) && !_waiting.Exists(d => d.EmailId == email && d.EventNumber < delivery.EventNumber));
}
