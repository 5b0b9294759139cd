namespace AgentMail.Core.Delivery;

/// <summary>What a mail server answered, in its own words.</summary>
/// <param name="Code">Reply code, 200-599 (RFC 5321 §4.2).</param>
/// <param name="EnhancedCode">Enhanced status code such as <c>5.7.8</c> (RFC 3463), or null where the server gave none.</param>
/// <param name="Text">The reply text without codes; lines joined by <c>\n</c>, at most <see cref="MaxTextLength"/> characters, secrets redacted.</param>
public sealed record SmtpReply(int Code, string? EnhancedCode, string Text)
{
    /// <summary>Longest text kept of a reply.</summary>
    public const int MaxTextLength = 1000;

    /// <summary>True for 4yz: the server asks to try again.</summary>
    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>True for 5yz.</summary>
    public bool IsPermanent => Code is >= 500 and < 600;

    /// <inheritdoc/>
    public override string ToString() => EnhancedCode is null ? $"{Code} {Text}" : $"{Code} {EnhancedCode} {Text}";
}
