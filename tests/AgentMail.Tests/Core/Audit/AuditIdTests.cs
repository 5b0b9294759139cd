using AgentMail.Core.Audit;
using AgentMail.Core.Identifiers;

namespace AgentMail.Tests.Core.Audit;

public sealed class AuditIdTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_sort_by_time_then_by_change_then_by_place()
    {
        string[] ids = [AuditId.New(Noon, 9, 0), AuditId.New(Noon, 9, 1), AuditId.New(Noon, 10, 0), AuditId.New(Noon, 70_000, 0), AuditId.New(Noon.AddMilliseconds(1), 1, 0)];

        Assert.Equal(ids, ids.Order(StringComparer.Ordinal));
        Assert.All(ids, id => Assert.Matches("^au_[0-9a-z]{26}$", id));
        Assert.True(ResourceId.IsValid(ids[0]), "serves as a cursor");
    }

    [Fact]
    public void Tenants_that_change_at_the_same_moment_get_different_ids() => Assert.NotEqual(AuditId.New(Noon, 2, 0), AuditId.New(Noon, 2, 0));
}
