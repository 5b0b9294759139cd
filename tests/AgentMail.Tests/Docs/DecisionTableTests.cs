using AgentMail.Core.Identities;

namespace AgentMail.Tests.Docs;

/// <summary>"Who sends this mail?" explains every rule that an answer may name.</summary>
public sealed class DecisionTableTests
{
    [Fact]
    public void Every_rule_is_explained()
    {
        var page = Repository.Read("docs/who-sends-this-mail.md");

        Assert.All(Enum.GetValues<DecisionRule>(), rule => Assert.Contains($"`{DecisionReason.Word(rule)}`", page, StringComparison.Ordinal));
    }
}
