using System.Diagnostics;

namespace AgentMail.CrashPoints;

/// <summary>Subscribes to Entity Framework's events as soon as there are any.</summary>
internal sealed class Listeners(DatabaseWatch watch) : IObserver<DiagnosticListener>
{
    private const string EntityFramework = "Microsoft.EntityFrameworkCore";

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == EntityFramework)
            value.Subscribe(watch);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
