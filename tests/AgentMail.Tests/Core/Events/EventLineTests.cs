using AgentMail.Core.Events;

namespace AgentMail.Tests.Core.Events;

public sealed class EventLineTests
{
    private static readonly EventRow Row = new()
    {
        Number = 7,
        TenantId = "acme",
        Type = "email.failed",
        Timestamp = DateTimeOffset.UnixEpoch,
        EmailId = "em_1",
        AgentId = "ann",
        Data = """{"subject":"private"}""",
    };

    [Fact]
    public void It_says_in_words_what_happened()
    {
        var facts = new EventFacts("agent:ann", "main", 2, "4bf92f3577b34da6a3ce929d0e0e4736", 550, "5.1.1", "recipientRefused");

        Assert.Equal(
            "email.failed em_1 of agent:ann via main, attempt 2, 550 5.1.1, recipientRefused (acme ev_0000000000007 trace 4bf92f3577b34da6a3ce929d0e0e4736)",
            new EventLine(Row, facts).ToString());
        Assert.Equal("email.failed em_1 of agent:ann via main, attempt 1, 421 (acme ev_0000000000007)", new EventLine(Row, new("agent:ann", "main", 1, null, 421, null, null)).ToString());
        Assert.Equal("email.failed em_1 (acme ev_0000000000007)", new EventLine(Row, null).ToString());
    }

    [Fact]
    public void Its_values_have_names_and_what_is_not_known_is_left_out()
    {
        var values = new EventLine(Row, new("agent:ann", "main", 0, null, null, null, null)).ToDictionary();

        Assert.Equal(["EventType", "EventId", "TenantId", "EmailId", "AgentId", "Sender", "ServerId", "Attempt"], values.Keys);
        Assert.Equal("em_1", values["EmailId"]);
    }
}
