using System.Reflection;
using AgentMail.Core.Events;

namespace AgentMail.Tests.Core.Events;

public sealed class EventTypesTests
{
    /// <summary>What is not in the list is not found by its kind.</summary>
    [Fact]
    public void The_list_of_types_has_every_type()
    {
        var named = typeof(EventTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Subset(EventTypes.All.ToHashSet(), named.ToHashSet());
        Assert.Equal(EventTypes.All.Count, EventTypes.All.Distinct().Count());
    }

    [Fact]
    public void A_kind_has_its_types() =>
        Assert.Equal(["identity.paused", "identity.recovered", "identity.tested"], EventTypes.OfKind("identity."));
}
