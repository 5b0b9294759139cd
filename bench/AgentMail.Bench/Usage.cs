namespace AgentMail.Bench;

internal static class Usage
{
    public const string Text = """
        e2e [--mode embedded|scaled] [--workers 1] [--worker-cores 0.15] [--emails 6000] [--identities 20] [--connections 64] [--warmup 6000] [--rate 50] [--seconds 8]
            Sends through a whole installation and prints one line of JSON.
        crash [--mode embedded|scaled] [--workers 2] [--emails 10000] [--kills 20] [--seed N] [--fault early-answer|no-lease|no-mark]
            Kills processes at random and prints what became of the mail; ends with 1 where a promise was broken.
        lanes [--lanes 5000]
            Sends one email over each of that many lanes, and prints what they cost while they have nothing to do.
        isolation [--rate 5] [--seconds 20] [--rounds 5] [--warmup 6000]
            Compares what six healthy servers get alone, beside four more, and beside four sick ones; a line of JSON for each run, and one of medians.
        scale [--tenants 10000] [--agents 1000000] [--emails 2000000] [--leases 100000] [--backlog 100000]
            Fills a PostgreSQL database and prints what a row takes, and how each hot query is answered at that size.
        counter
            Prints how many writes with an event go through the one counter of events, on the disk that TMPDIR is on.
        micro
            Times the parts of the hot path.
        """;
}
