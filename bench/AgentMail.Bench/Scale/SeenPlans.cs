using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace AgentMail.Bench.Scale;

/// <summary>
/// Collects the plans that PostgreSQL tells of every statement where <c>auto_explain</c> is loaded: those of the very statements that
/// AgentMail sends, prepared and with their values, which nobody has copied by hand.
/// </summary>
internal sealed class SeenPlans : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    /// <summary>What makes a connection tell its plans.</summary>
    public const string Options = "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_analyze=on "
        + "-c auto_explain.log_buffers=on -c client_min_messages=log";

    private const string Listener = "Microsoft.EntityFrameworkCore";

    private readonly ConcurrentQueue<string> _plans = new();
    private readonly List<IDisposable> _subscriptions = [];

    public SeenPlans() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>All since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        var plans = new List<string>();
        while (_plans.TryDequeue(out var plan))
            plans.Add(plan);
        return plans;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is ConnectionEndEventData { Connection: NpgsqlConnection connection } && value.Key == RelationalEventId.ConnectionOpened.Name)
        {
            // A connection that is opened again is the same object.
            connection.Notice -= Note;
            connection.Notice += Note;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    private void Note(object sender, NpgsqlNoticeEventArgs notice)
    {
        if (notice.Notice.MessageText.Contains("plan:", StringComparison.Ordinal))
            _plans.Enqueue(notice.Notice.MessageText);
    }
}
