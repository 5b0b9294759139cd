using System.Diagnostics;
using AgentMail.Faults;

/// <summary>What .NET runs before a program's own Main where DOTNET_STARTUP_HOOKS names this assembly.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Enum.TryParse<Fault>(Environment.GetEnvironmentVariable(FaultSettings.Variable), out var fault))
            DiagnosticListener.AllListeners.Subscribe(new Listeners(new HostWatch(fault)));
    }
}
