using System.Diagnostics;
using AgentMail.CrashPoints;

/// <summary>What .NET runs before a program's own Main where DOTNET_STARTUP_HOOKS names this assembly.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(CrashOrders.Variable) is not { Length: > 0 } file)
            return;
        var orders = new Obedience(file);
        DiagnosticListener.AllListeners.Subscribe(new Listeners(new DatabaseWatch(orders)));
        ActivitySource.AddActivityListener(RingWatch.For(orders));
    }
}
