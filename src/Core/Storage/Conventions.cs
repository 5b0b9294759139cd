using AgentMail.Core.Audit;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Json;
using AgentMail.Core.Configuration;
using AgentMail.Core.Servers;
using AgentMail.Core.Signatures;
using AgentMail.Core.Tenants;
using AgentMail.Core.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AgentMail.Core.Storage;

/// <summary>How values are stored: enums as their wire words, small records as JSON, times as Unix microseconds in UTC.</summary>
internal static class Conventions
{
    public static void Apply(ModelConfigurationBuilder builder)
    {
        // One representation for both databases: SQLite cannot compare or order DateTimeOffset.
        builder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();
        Words<EmailStatus>(builder);
        Words<SenderKind>(builder);
        Words<RecipientField>(builder);
        Words<ServerKind>(builder);
        Words<ConnectionSecurity>(builder);
        Words<AuthenticationKind>(builder);
        Words<Role>(builder);
        Words<SignatureOwner>(builder);
        Words<OperationStatus>(builder);
        Words<UncertainPolicy>(builder);
        Words<AuditAction>(builder);
        Words<WebhookDeliveryStatus>(builder);
        builder.Properties<ServerLimits>().HaveConversion<JsonConverter<ServerLimits>>();
        builder.Properties<DeliveryError>().HaveConversion<JsonConverter<DeliveryError>>();
        builder.Properties<SmtpReply>().HaveConversion<JsonConverter<SmtpReply>>();
        builder.Properties<List<string>>().HaveConversion<JsonConverter<List<string>>, JsonComparer<List<string>>>();
        builder.Properties<List<EmailWarning>>().HaveConversion<JsonConverter<List<EmailWarning>>, JsonComparer<List<EmailWarning>>>();
        builder.Properties<Dictionary<string, string>>().HaveConversion<JsonConverter<Dictionary<string, string>>, JsonComparer<Dictionary<string, string>>>();
    }

    private static void Words<T>(ModelConfigurationBuilder builder) where T : struct, Enum =>
        builder.Properties<T>().HaveConversion<WordConverter<T>>().HaveMaxLength(32);

    private sealed class WordConverter<T>() : ValueConverter<T, string>(v => WireEnum<T>.Name(v), s => WireEnum<T>.Parse(s)) where T : struct, Enum;

    private sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(v => ToMicroseconds(v), n => FromMicroseconds(n));

    private static long ToMicroseconds(DateTimeOffset value) => (value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset FromMicroseconds(long value) => DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond);
}
