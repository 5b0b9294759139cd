using AgentMail.Core.Agents;
using AgentMail.Core.Templates;

namespace AgentMail.Tests.Core.Templates;

public sealed class LiquidDateTests
{
    [Theory]
    [InlineData(null, null, "2026-11-23", DateFormatSource.Iso8601)]
    [InlineData(null, "dd/MM/yyyy", "23/11/2026", DateFormatSource.Tenant)]
    [InlineData("MMMM d, yyyy", "dd/MM/yyyy", "November 23, 2026", DateFormatSource.Agent)]
    [InlineData("no longer offered", "dd/MM/yyyy", "23/11/2026", DateFormatSource.Tenant)]
    public void Without_argument_the_format_is_the_agents_then_the_tenants_then_iso(string? agents, string? tenants, string expected, DateFormatSource source)
    {
        Assert.Equal(source, EffectiveDateFormat.Of(agents, tenants).Source);
        Assert.Equal(expected, Render.Text("{{ now | date }}", LiquidForm.Html, Render.Values(agents: agents, tenants: tenants)));
    }

    [Fact]
    public void Every_format_on_offer_writes_the_date() => Assert.All(DateFormats.All, format =>
        Assert.Equal(DateFormats.Format(new(2026, 11, 23), format), Render.Text("{{ now | date }}", LiquidForm.Line, Render.Values(agents: format))));

    [Theory]
    // 23:30 in UTC is another day east of it.
    [InlineData("now", "UTC", "2026-11-23 23:30 +0000")]
    [InlineData("now", "Europe/Berlin", "2026-11-24 00:30 +0100")]
    [InlineData("now", "America/New_York", "2026-11-23 18:30 -0500")]
    [InlineData("now", "Asia/Kolkata", "2026-11-24 05:00 +0530")]
    // Around the change to summer time (29 March 2026, 01:00 UTC) and back (25 October).
    [InlineData("'2026-03-29T00:59:59Z'", "Europe/Berlin", "2026-03-29 01:59 +0100")]
    [InlineData("'2026-03-29T01:00:00Z'", "Europe/Berlin", "2026-03-29 03:00 +0200")]
    [InlineData("'2026-10-25T00:30:00.123456789Z'", "Europe/Berlin", "2026-10-25 02:30 +0200")]
    [InlineData("'2026-10-25T01:30:00+00:00'", "Europe/Berlin", "2026-10-25 02:30 +0100")]
    // Without a zone a time is the tenant's, and a date alone never moves.
    [InlineData("'2026-07-01T12:00:00'", "Europe/Berlin", "2026-07-01 12:00 +0200")]
    [InlineData("'2026-07-01'", "America/New_York", "2026-07-01 00:00 -0400")]
    [InlineData("1795476600", "Europe/Berlin", "2026-11-24 00:30 +0100")]
    [InlineData("'0001-01-01'", "Asia/Tokyo", "0001-01-01 00:00 +0000")]
    [InlineData("'9999-12-31T23:59:59Z'", "America/New_York", "9999-12-31 18:59 -0500")]
    public void Dates_are_in_the_tenants_time_zone(string value, string zone, string expected)
    {
        Assert.Equal(expected, Render.Text($"{{{{ {value} | date: '%Y-%m-%d %H:%M %z' }}}}", LiquidForm.Line, Render.Values(zone: zone)));
        Assert.Equal(expected[..10], Render.Text($"{{{{ {value} | date }}}}", LiquidForm.Line, Render.Values(zone: zone)));
    }

    [Theory]
    [InlineData("'tomorrow'", "tomorrow")]
    [InlineData("'23.11.2026'", "23.11.2026")]
    [InlineData("'2026-02-30'", "2026-02-30")]
    [InlineData("9999999999999999", "9999999999999999")]
    [InlineData("missing", "")]
    [InlineData("true", "true")]
    public void What_is_no_date_is_printed_as_it_stands(string value, string expected)
    {
        var values = Render.Values();

        Assert.Equal(expected, Render.Text($"{{{{ {value} | date }}}}", LiquidForm.Line, values));
        Assert.Equal(expected, Render.Text($"{{{{ {value} | date: '%Y' }}}}", LiquidForm.Line, values));
    }
}
