using AgentMail.Api.Problems;
using Microsoft.Extensions.Options;

namespace AgentMail.Api.Events.Stream;

/// <summary>Bounds how many streams are open at once, of each key and of all.</summary>
internal sealed class StreamPlaces(IOptions<EventStreamOptions> options)
{
    // A client that broke off is noticed within this time, and often sooner.
    private static readonly TimeSpan UntilOneIsFree = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _ofKeys = [];
    private int _open;

    /// <summary>Takes a place for a stream of this key, until it is disposed; or why there is none.</summary>
    public (Place? Place, ApiProblem? Refusal) Take(string keyId)
    {
        lock (_gate)
        {
            var ofKey = _ofKeys.GetValueOrDefault(keyId);
            if (ofKey >= options.Value.MaxPerKey)
                return (null, Refuse(ProblemCode.RateLimited, $"This key has {ofKey} streams open, and may have no more: close one, or let several readers share one."));
            if (_open >= options.Value.MaxOpen)
                return (null, Refuse(ProblemCode.Unavailable, "As many streams are open here as this process takes: try again, or read GET /v1/events meanwhile."));
            _ofKeys[keyId] = ofKey + 1;
            _open++;
        }
        return (new(this, keyId), null);
    }

    private static ApiProblem Refuse(ProblemCode code, string detail) => new(code, detail) { RetryAfter = UntilOneIsFree };

    private void Free(string keyId)
    {
        lock (_gate)
        {
            _open--;
            if (--_ofKeys[keyId] == 0)
                _ofKeys.Remove(keyId);
        }
    }

    internal sealed class Place(StreamPlaces places, string keyId) : IDisposable
    {
        public void Dispose() => places.Free(keyId);
    }
}
