using AgentMail.Api.Emails;
using AgentMail.Core.Delivery;

namespace AgentMail.Api.Lanes;

/// <summary>A lane: one signed-in mailbox at one server. What slows or pauses it concerns its own mail and no other.</summary>
/// <param name="Id">Names the lane: its server, and its account.</param>
/// <param name="ServerId">The server.</param>
/// <param name="Account">Whose account it signs in with.</param>
/// <param name="State"><c>slowed</c>: it waits until a time and goes on by itself. <c>paused</c>: its mail is held until somebody mends the account.</param>
/// <param name="Until">When a slowed one goes on.</param>
/// <param name="Error">What the server said, or failed to say, and what a person can do; null for a healthy one.</param>
/// <param name="Waiting">Emails that wait for it, held ones included; the count of each kind ends at 1,000.</param>
/// <param name="MoreWaiting">Whether there may be more than that.</param>
/// <param name="OldestWaitingAt">Since when the oldest of them could be sent; null when none waits.</param>
internal sealed record LaneModel(
    string Id, string ServerId, LaneAccountModel Account, LaneState State, DateTimeOffset? Until, ErrorView? Error, int Waiting, bool MoreWaiting, DateTimeOffset? OldestWaitingAt)
{
    public static LaneModel Of(LaneView lane) => new(
        lane.Name.Id, lane.Name.ServerId, new(lane.Name.Account, lane.Name.AccountId), lane.State, lane.Until, ErrorView.Of(lane.Error),
        lane.Waiting.Emails, lane.Waiting.IsMore, lane.Waiting.OldestAt);
}

/// <summary>Whose account a lane signs in with.</summary>
/// <param name="Kind"><c>shared</c> for the server's own, which all without override use.</param>
/// <param name="Id">The agent or channel; null for a shared one.</param>
internal sealed record LaneAccountModel(LaneAccountKind Kind, string? Id);
