using System.Text.Json.Serialization;

namespace AgentMail.Contracts.Commands;

/// <summary>A change of configuration or profile, as stored in an operation.</summary>
/// <param name="ExpectedVersion">Version the caller saw (<c>If-Match</c>); null when the caller does not mind.</param>
[JsonDerivedType(typeof(SaveTenant), "save-tenant")]
[JsonDerivedType(typeof(SaveServer), "save-server")]
[JsonDerivedType(typeof(RemoveServer), "remove-server")]
[JsonDerivedType(typeof(SaveChannel), "save-channel")]
[JsonDerivedType(typeof(RemoveChannel), "remove-channel")]
[JsonDerivedType(typeof(SaveAgent), "save-agent")]
[JsonDerivedType(typeof(RemoveAgent), "remove-agent")]
[JsonDerivedType(typeof(SaveProfile), "save-profile")]
[JsonDerivedType(typeof(SaveSignature), "save-signature")]
[JsonDerivedType(typeof(RemoveSignature), "remove-signature")]
[JsonDerivedType(typeof(SaveTemplate), "save-template")]
[JsonDerivedType(typeof(RemoveTemplate), "remove-template")]
[JsonDerivedType(typeof(SaveWebhook), "save-webhook")]
[JsonDerivedType(typeof(RotateWebhookSecret), "rotate-webhook-secret")]
[JsonDerivedType(typeof(RemoveWebhook), "remove-webhook")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
public abstract record ConfigurationCommand(long? ExpectedVersion);
