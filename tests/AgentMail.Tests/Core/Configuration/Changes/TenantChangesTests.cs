using AgentMail.Core.Tenants;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration.Changes;

public sealed class TenantChangesTests : ConfigurationTest
{
    [Fact]
    public async Task Everything_that_was_said_is_stored()
    {
        var version = await Desk.ApplyAsync(Change.Tenant("Acme & Co", uncertain: "resend"));

        await using var db = Db.Read();
        var tenant = await db.Tenants.SingleAsync(Cancellation);
        Assert.Equal(("Acme & Co", "dd/MM/yyyy", "Europe/Berlin", "desk@acme.example"), (tenant.Name, tenant.DateFormat, tenant.TimeZone, tenant.ContactAddress));
        Assert.Equal((true, UncertainPolicy.Resend, 7, 8), (tenant.FailureNotices, tenant.Uncertain, tenant.BodyDays, tenant.EventDays));
        Assert.Equal((version, version), (tenant.Version, tenant.ConfigCounter));
    }

    [Fact]
    public async Task Changes_elsewhere_do_not_make_the_tenants_own_settings_stale()
    {
        var version = await Desk.ApplyAsync(Change.Tenant("Acme"));
        await Desk.ApplyAsync(Change.Channel("support"));

        await Desk.ApplyAsync(Change.Tenant("Acme again", expected: version));
    }
}
