using System.Text.Json;

namespace AgentMail.Core.Emails;

/// <summary>A send request after its shape was checked: everything intake needs, nothing of HTTP.</summary>
/// <param name="TenantId">Whose request.</param>
/// <param name="Sender">Who sends.</param>
/// <param name="From">The address asked for; null lets the sender's default decide.</param>
/// <param name="Draft">The content.</param>
/// <param name="Signature">Which signature to insert.</param>
/// <param name="ScheduledAt">Not before this time; null = now.</param>
/// <param name="Template">What gives the body, and the subject where the draft has none; null = the draft has all.</param>
public sealed record SendRequest(
    string TenantId, SenderReference Sender, string? From, EmailDraft Draft, SignatureChoice Signature, DateTimeOffset? ScheduledAt, TemplateChoice? Template = null);

/// <summary>A template, and what the request puts into it.</summary>
/// <param name="Id">The template.</param>
/// <param name="Variables">Values by name.</param>
public sealed record TemplateChoice(string Id, IReadOnlyDictionary<string, JsonElement> Variables);

/// <summary>Who sends: an agent, a channel, or an agent writing through a channel.</summary>
public sealed record SenderReference(string? AgentId, string? ChannelId);

/// <summary>Which signature a request asks for.</summary>
/// <param name="UseDefault">True when the request named none: the sender's default one.</param>
/// <param name="SignatureId">The signature named; null with <paramref name="UseDefault"/> false means none at all.</param>
public sealed record SignatureChoice(bool UseDefault, string? SignatureId)
{
    public static SignatureChoice Default { get; } = new(true, null);

    public static SignatureChoice None { get; } = new(false, null);
}

/// <summary>The caller's <c>Idempotency-Key</c> and the SHA-256 (hex) of the body it came with.</summary>
public sealed record IdempotencyClaim(string Key, string RequestHash);
