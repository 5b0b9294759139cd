using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Json;
using AgentMail.Core.Tenants;
using AgentMail.Core.Templates.Liquid;
using AgentMail.Core.Validation;
using Fluid;

namespace AgentMail.Core.Templates;

/// <summary>What the variables of a template stand for.</summary>
public sealed record LiquidValues
{
    private static readonly FrozenSet<string> ReservedNames = FrozenSet.Create(StringComparer.Ordinal, "signature", "agent", "channel", "tenant", "now");

    public required DateTimeOffset Now { get; init; }

    /// <summary>The zone in which dates are written.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What <c>date</c> without argument writes.</summary>
    public EffectiveDateFormat DateFormat { get; init; } = EffectiveDateFormat.Of(null, null);

    public string TenantName { get; init; } = "";

    public AgentValues? Agent { get; init; }

    public ChannelValues? Channel { get; init; }

    /// <summary>Whether there is a signature to put in: <c>{% if signature %}</c>.</summary>
    public bool HasSignature { get; init; }

    /// <summary>The request's variables, checked by <see cref="Check"/>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The values of an email by these people. Agent and channel are given where they take part.</summary>
    public static LiquidValues Of(Tenant tenant, Agent? agent, AgentProfile? profile, Channel? channel, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return new()
        {
            Now = now,
            TimeZone = TimeZoneInfo.TryFindSystemTimeZoneById(tenant.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc,
            DateFormat = EffectiveDateFormat.Of(profile?.DateFormat, tenant.DateFormat),
            TenantName = tenant.Name,
            Agent = agent is null ? null : new(agent.Id, agent.DisplayName, profile?.WorkplaceEmail),
            Channel = channel is null ? null : new(channel.Id, channel.Name, channel.DisplayName, channel.Address),
        };
    }

    /// <summary>Checks a request's variables; pointers begin at <paramref name="at"/>.</summary>
    public static ValidationErrors Check(IReadOnlyDictionary<string, JsonElement> variables, JsonPointer at)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var errors = new ValidationErrors();
        long bytes = 0;
        foreach (var (name, value) in variables)
        {
            bytes += name.Length + JsonMarshal.GetRawUtf8Value(value).Length;
            var pointer = at / TextRules.Shorten(name);
            if (ReservedNames.Contains(name))
                errors.Add(pointer, FieldCodes.NotAllowed, $"'{name}' is AgentMail's own variable; use another name.");
            if (!JsonValues.IsShallow(value, LiquidBounds.MaxVariablesDepth))
                errors.Add(pointer, FieldCodes.NotAllowed, $"Objects and arrays are nested at most {LiquidBounds.MaxVariablesDepth} deep; flatten the value.");
        }
        if (bytes > LiquidBounds.MaxVariablesBytes)
            errors.Add(at, FieldCodes.TooLong, $"The variables have at most {LiquidBounds.MaxVariablesBytes} bytes as JSON; send less.");
        return errors;
    }

    internal void AddTo(TemplateContext context)
    {
        foreach (var (name, value) in Variables.Where(v => !ReservedNames.Contains(v.Key)))
            context.SetValue(name, JsonValues.From(value));
        context.SetValue("now", Rfc3339Converter.Format(Now));
        context.SetValue("tenant", JsonValues.Object(("name", TenantName)));
        if (Agent is not null)
            context.SetValue("agent", JsonValues.Object(("id", Agent.Id), ("displayName", Agent.DisplayName), ("email", Agent.Email)));
        if (Channel is not null)
            context.SetValue("channel", JsonValues.Object(("id", Channel.Id), ("name", Channel.Name), ("displayName", Channel.DisplayName), ("address", Channel.Address)));
        if (HasSignature)
            context.SetValue("signature", SignatureValue.Instance);
    }
}

/// <summary>The variable <c>agent</c>.</summary>
public sealed record AgentValues(string Id, string DisplayName, string? Email);

/// <summary>The variable <c>channel</c>.</summary>
public sealed record ChannelValues(string Id, string Name, string? DisplayName, string Address);
