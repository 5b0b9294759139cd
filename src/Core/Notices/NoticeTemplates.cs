using AgentMail.Core.Storage;
using AgentMail.Core.Templates;
using AgentMail.Core.Validation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Notices;

/// <summary>The texts of notices: the tenant's own template where it saved one under the reserved id and it can be rendered, else ours.</summary>
public sealed class NoticeTemplates(TimeProvider clock, ILogger<NoticeTemplates> log)
{
    /// <summary>Id of the template that replaces our notice of a failure.</summary>
    public const string FailureId = "failure-notice";

    /// <summary>Id of the template that replaces our notice of a pause.</summary>
    public const string PauseId = "pause-notice";

    private static readonly ParsedTemplate Failure = Parse(
        "Not sent: {{ email.subject | default: '(no subject)' | truncate: 150 }}",
        """
        <p>This email could not be sent:</p>
        <table>
        <tr><td>Subject</td><td>{{ email.subject | default: '(no subject)' }}</td></tr>
        <tr><td>From</td><td>{{ email.from }}</td></tr>
        <tr><td>Written</td><td>{{ email.createdAt | date }}, {{ email.createdAt | date: '%H:%M' }}</td></tr>
        <tr><td>Id</td><td>{{ email.id }}</td></tr>
        </table>
        <p>It did not reach:</p>
        <ul>{% for recipient in recipients %}<li>{{ recipient.address }}{% if recipient.reply %}: the server said “{{ recipient.reply }}”{% endif %}</li>{% endfor %}</ul>
        {% if reason %}<p>{{ reason }}</p>{% endif %}
        <p>AgentMail does not try it again by itself. When the cause is mended, send it again.</p>
        """);

    private static readonly ParsedTemplate Pause = Parse(
        "Paused: {{ identity.address }} cannot send",
        """
        <p>Since {{ pausedAt | date }}, {{ pausedAt | date: '%H:%M' }}, server “{{ server.name }}” does not let
        {% if identity.account == 'own' %}{{ identity.address }}{% else %}its shared account{% endif %} sign in or send. Mail that needs it is held: nothing is lost.</p>
        {% if reason %}<p>{{ reason }}</p>{% endif %}
        {% if reply %}<p>The server said: “{{ reply }}”</p>{% endif %}
        {% if identity.account == 'shared' %}<p>An admin must mend the shared account of this server. The held mail goes out by itself then.</p>
        {% elsif identity.kind == 'agent' %}<p>Check user ID and email password in your email profile, and save it. The held mail goes out by itself then.</p>
        {% else %}<p>An admin must check user ID and password of channel “{{ identity.id }}”. The held mail goes out by itself then.</p>{% endif %}
        """);

    /// <summary>Subject and html of a notice.</summary>
    internal async Task<(string Subject, string Html)> RenderAsync(AgentMailDb db, string tenantId, NoticeKind kind, LiquidValues values, CancellationToken ct)
    {
        var id = kind == NoticeKind.Failure ? FailureId : PauseId;
        var own = await db.Templates.SingleOrDefaultAsync(t => t.TenantId == tenantId && t.Id == id, ct);
        var rendered = own is null ? null : Render(own, values);
        rendered ??= RenderOurs(kind == NoticeKind.Failure ? Failure : Pause, values);
        return (rendered.Subject, rendered.Html);
    }

    private RenderedTemplate? Render(Template own, LiquidValues values)
    {
        var errors = new ValidationErrors();
        var rendered = ParsedTemplate.TryParse(own.Subject, own.Description, errors)?.Render(values, clock, errors);
        if (rendered is null)
            log.LogWarning("Tenant {TenantId}: template {TemplateId} cannot be rendered, the built-in one is used: {Why}", own.TenantId, own.Id, errors.Items[0].Detail);
        return rendered;
    }

    private RenderedTemplate RenderOurs(ParsedTemplate ours, LiquidValues values)
    {
        var errors = new ValidationErrors();
        return ours.Render(values, clock, errors) ?? throw new InvalidOperationException(errors.Items[0].Detail);
    }

    private static ParsedTemplate Parse(string subject, string description)
    {
        var errors = new ValidationErrors();
        return ParsedTemplate.TryParse(subject, description, errors) ?? throw new InvalidOperationException(errors.Items[0].Detail);
    }
}
