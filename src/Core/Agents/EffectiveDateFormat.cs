namespace AgentMail.Core.Agents;

/// <summary>The date format that holds for an email (R7): the agent's choice, else the tenant's, else ISO 8601.</summary>
/// <param name="Format">One of <see cref="DateFormats.All"/>.</param>
/// <param name="Source">Whose choice it was.</param>
public sealed record EffectiveDateFormat(string Format, DateFormatSource Source)
{
    /// <summary>Decides. A format that is no longer on offer counts as none.</summary>
    public static EffectiveDateFormat Of(string? agents, string? tenants) =>
        IsOffered(agents) ? new(agents!, DateFormatSource.Agent)
        : IsOffered(tenants) ? new(tenants!, DateFormatSource.Tenant)
        : new(DateFormats.Default, DateFormatSource.Iso8601);

    private static bool IsOffered(string? format) => format is not null && DateFormats.All.Contains(format);
}

/// <summary>Who chose a date format.</summary>
public enum DateFormatSource
{
    /// <summary>The agent, in the profile.</summary>
    Agent,

    /// <summary>The tenant, in its settings.</summary>
    Tenant,

    /// <summary>Nobody: ISO 8601.</summary>
    Iso8601,
}
