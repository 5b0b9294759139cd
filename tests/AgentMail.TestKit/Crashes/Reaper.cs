namespace AgentMail.TestKit.Crashes;

/// <summary>Kills processes while mail is under way.</summary>
internal sealed class Reaper(IKillable installation, CrashPlan plan)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    /// <summary>Each kill comes once the run has made so many steps; steps not made in time end the killing.</summary>
    /// <param name="progress">Steps made so far.</param>
    /// <param name="steps">Of the whole run.</param>
    public async Task<IReadOnlyList<Kill>> RunAsync(Func<int> progress, int steps)
    {
        var dice = new Random(plan.Seed);
        // Neither before anything is under way nor when all is done; where mail is lost, fewer steps are made than there should be.
        var moments = Enumerable.Range(0, plan.Kills).Select(_ => dice.Next(steps / 20, steps * 4 / 5)).Order().ToList();
        var kills = new List<Kill>();
        foreach (var moment in moments)
        {
            if (!await ReachedAsync(moment, progress))
                break;
            var victim = dice.Next(installation.Processes.Count);
            kills.Add(new(installation.Processes[victim], victim == IKillable.Api, TimeProvider.System.GetUtcNow()));
            await installation.ReplaceAsync(victim);
        }
        return kills;
    }

    private async Task<bool> ReachedAsync(int moment, Func<int> progress)
    {
        var stillness = new Stillness(plan.Patience);
        while (progress() is var now && now < moment)
        {
            if (stillness.LastsAt(now))
                return false;
            await Task.Delay(Poll);
        }
        return true;
    }
}
