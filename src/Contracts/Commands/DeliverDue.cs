namespace AgentMail.Contracts.Commands;

/// <summary>
/// Tells a worker that the named lanes have emails due. A doorbell, not the work itself: the emails are rows, and a lost or repeated
/// ring changes nothing but the moment.
/// </summary>
/// <param name="Lanes">Lane keys, at most <see cref="MaxLanes"/>.</param>
public sealed record DeliverDue(IReadOnlyList<string> Lanes)
{
    /// <summary>Most lanes that one ring names.</summary>
    public const int MaxLanes = 50;
}
