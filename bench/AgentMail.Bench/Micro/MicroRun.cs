namespace AgentMail.Bench.Micro;

internal static class MicroRun
{
    public static Task RunAsync() => Task.CompletedTask;
}
