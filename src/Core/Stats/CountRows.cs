namespace AgentMail.Core.Stats;

/// <summary>A row of <see cref="StatsQueries.EmailsSql"/>; without a status where there is nothing but the place.</summary>
internal sealed record EmailCountRow(long Number, string? Status, string? ServerId, string? SenderKind, string? SenderId, long? Count);

/// <summary>A row of <see cref="StatsQueries.EventsSql"/>; without a type where there is nothing but the place.</summary>
internal sealed record EventCountRow(long Number, long? At, string? Type, long? Count);
