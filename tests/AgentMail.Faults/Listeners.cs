using System.Diagnostics;

namespace AgentMail.Faults;

/// <summary>Subscribes to the events of the generic host as soon as there are any.</summary>
internal sealed class Listeners(HostWatch watch) : IObserver<DiagnosticListener>
{
    private const string Hosting = "Microsoft.Extensions.Hosting";

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Hosting)
            value.Subscribe(watch);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
