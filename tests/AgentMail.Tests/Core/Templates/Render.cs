using System.Text.Json;
using AgentMail.Core.Agents;
using AgentMail.Core.Templates;

namespace AgentMail.Tests.Core.Templates;

/// <summary>Renders a source for the tests of the engine.</summary>
internal static class Render
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 23, 30, 0, TimeSpan.Zero);

    public static LiquidValues Values(string variables = "{}", bool signature = false, string zone = "UTC", string? agents = null, string? tenants = null) => new()
    {
        Now = Now,
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone),
        DateFormat = EffectiveDateFormat.Of(agents, tenants),
        TenantName = "Acme",
        Agent = new("ann", "Ann Lee", "ann@acme.example"),
        HasSignature = signature,
        Variables = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(variables)!,
    };

    public static LiquidResult Try(string source, LiquidForm form = LiquidForm.Html, LiquidValues? values = null) =>
        LiquidTemplate.TryParse(source, out var template, out var problem)
            ? template.Render(form, values ?? Values(), TimeProvider.System)
            : new(null, new("parse", problem));

    public static string Html(string source, string variables = "{}") => Text(source, LiquidForm.Html, Values(variables));

    public static string Text(string source, LiquidForm form, LiquidValues values)
    {
        var result = Try(source, form, values);
        return result.Text ?? throw new InvalidOperationException(result.Problem!.Detail);
    }
}
