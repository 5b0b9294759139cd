namespace AgentMail.Faults;

/// <summary>How a program is started with a fault in it.</summary>
public static class FaultSettings
{
    internal const string Variable = "AGENTMAIL_TEST_FAULT";

    /// <summary>Environment variables; none for no fault.</summary>
    public static IReadOnlyDictionary<string, string> Of(Fault? fault) => fault is null ? new Dictionary<string, string>() : new()
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(FaultSettings).Assembly.Location,
        [Variable] = fault.Value.ToString(),
    };
}
