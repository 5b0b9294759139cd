namespace AgentMail.TestKit.Crashes;

/// <summary>An installation whose processes can be killed one at a time.</summary>
public interface IKillable
{
    /// <summary>What stands first in <see cref="Processes"/>.</summary>
    const int Api = 0;

    /// <summary>Calls with the first admin key, for as long as the API lives.</summary>
    HttpClient Admin { get; }

    /// <summary>The processes that may be killed, by what they are; first the one that answers requests.</summary>
    IReadOnlyList<string> Processes { get; }

    /// <summary>Kills it as <c>kill -9</c> does and starts another in its place at once; returns when that one is ready.</summary>
    /// <param name="process">Its index in <see cref="Processes"/>.</param>
    Task ReplaceAsync(int process);
}
