namespace AgentMail.Core.Configuration;

/// <summary>One configuration change, from the request to its outcome. The row is the command; the bus only rings.</summary>
public sealed class Operation
{
    public required string Id { get; init; }

    public required string TenantId { get; init; }

    /// <summary>The command's name, such as <c>save-profile</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>URL path of what it changes, such as <c>/v1/agents/ann/profile</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The command as JSON; secrets in it are sealed.</summary>
    public required string Command { get; init; }

    /// <summary>The API key that asked for it.</summary>
    public required string RequestedBy { get; init; }

    public required OperationStatus Status { get; set; }

    /// <summary>The reply as JSON, once there is one.</summary>
    public string? Reply { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; set; }
}

/// <summary>Where a configuration change stands.</summary>
public enum OperationStatus
{
    Pending,
    Applied,
    Refused,
}
