namespace AgentMail.Bench;

internal static class Usage
{
    public const string Text = """
        e2e [--mode embedded|scaled] [--workers 1] [--emails 6000] [--identities 20] [--connections 64] [--warmup 6000] [--rate 50] [--seconds 8]
            Sends through a whole installation and prints one line of JSON.
        micro
            Times the parts of the hot path.
        """;
}
