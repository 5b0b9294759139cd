using AgentMail.Worker.Delivery;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class SuccessorsTests
{
    [Fact]
    public void Lanes_go_to_whoever_has_the_fewest_by_then()
    {
        var successors = new Successors([new("w1", 3), new("w2", 1), new("w3", 2)]);

        Assert.Equal(["w2", "w2", "w3", "w1", "w2", "w3"], Enumerable.Range(0, 6).Select(_ => successors.Next()));
    }

    [Fact]
    public void Without_others_there_is_nobody() => Assert.Null(new Successors([]).Next());
}
