using System.Diagnostics;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Json;

namespace AgentMail.Core.Telemetry;

/// <summary>
/// Spans of AgentMail. The trace of a request is kept in the email's row, as the row is what a worker acts on: a ring that is lost or
/// repeated, a retry next day and a worker that dies leave the trace whole. Names of attributes are OpenTelemetry's where it has one.
/// Ids are in spans; addresses, subjects and what servers say in their own words are not.
/// </summary>
public static class Tracing
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "AgentMail";

    private const int TraceIdLength = 32;
    private const int TraceIdAt = 3;
    private const int ParentLength = 55;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>What goes on, as a W3C <c>traceparent</c>; null outside of any trace.</summary>
    public static string? Parent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>The trace that a <c>traceparent</c> names.</summary>
    public static string? TraceIdOf(string? traceParent) => traceParent?.Length == ParentLength ? traceParent.Substring(TraceIdAt, TraceIdLength) : null;

    /// <summary>An attempt at an email, in the trace of the request that brought it; null while nobody collects spans.</summary>
    public static Activity? Attempt(Email email)
    {
        ArgumentNullException.ThrowIfNull(email);
        if (!Source.HasListeners())
            return null;
        _ = ActivityContext.TryParse(email.TraceParent, null, isRemote: true, out var request);
        return Source.StartActivity("attempt", ActivityKind.Consumer, request, Attributes(
            ("agentmail.email.id", email.Id), ("agentmail.tenant.id", email.TenantId), ("agentmail.attempt", email.Attempt + 1),
            ("agentmail.sender", $"{WireEnum<SenderKind>.Name(email.SenderKind)}:{email.SenderId}")));
    }

    /// <summary>The conversation with a mail server, within what goes on.</summary>
    public static Activity? Smtp(ServerEndpoint server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Source.HasListeners()
            ? Source.StartActivity("smtp", ActivityKind.Client, default(ActivityContext), Attributes(
                ("agentmail.server.id", server.Id), ("server.address", server.Host ?? server.Id), ("server.port", server.Port), ("network.protocol.name", "smtp")))
            : null;
    }

    /// <summary>How it ended.</summary>
    public static void Ended(this Activity? span, EmailStatus status, DeliveryError? error)
    {
        span?.SetTag("agentmail.email.status", WireEnum<EmailStatus>.Name(status));
        span?.Failed(error);
    }

    /// <summary>Why it failed, where it did.</summary>
    public static void Failed(this Activity? span, DeliveryError? error)
    {
        if (span is null || error is null)
            return;
        var reason = WireEnum<FailureReason>.Name(error.Reason);
        span.SetTag("error.type", reason);
        if (error.Stage is { } stage)
            span.SetTag("agentmail.smtp.stage", WireEnum<SmtpStage>.Name(stage));
        if (error.Reply is { } reply)
            span.SetTag("agentmail.smtp.code", reply.Code);
        span.SetStatus(ActivityStatusCode.Error, reason);
    }

    private static KeyValuePair<string, object?>[] Attributes(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var attributes = new KeyValuePair<string, object?>[values.Length];
        for (var i = 0; i < values.Length; i++)
            attributes[i] = new(values[i].Name, values[i].Value);
        return attributes;
    }
}
