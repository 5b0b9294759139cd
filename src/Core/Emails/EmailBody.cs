namespace AgentMail.Core.Emails;

/// <summary>The frozen message: the same bytes on every attempt. Kept apart from the row that queries touch.</summary>
public sealed class EmailBody
{
    public required string EmailId { get; init; }

    public required byte[] RawMime { get; init; }
}
