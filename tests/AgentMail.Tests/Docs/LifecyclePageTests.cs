using System.Text.RegularExpressions;
using AgentMail.Core.Emails;
using AgentMail.Core.Json;

namespace AgentMail.Tests.Docs;

/// <summary>"What happens to a mail" draws moves that the code allows, and leaves no status out.</summary>
public sealed partial class LifecyclePageTests
{
    private static string Page => Repository.Read("docs/what-happens-to-a-mail.md");

    [Fact]
    public void Every_arrow_is_a_legal_move()
    {
        var arrows = Arrow().Matches(Page).Select(m => (From: Status(m, "from"), To: Status(m, "to"))).ToList();

        Assert.NotEmpty(arrows);
        Assert.All(arrows, arrow => Assert.True(EmailMoves.Allows(arrow.From, arrow.To), $"{arrow.From} --> {arrow.To}"));
    }

    [Fact]
    public void Every_status_is_explained() => Assert.All(
        Enum.GetValues<EmailStatus>(), status => Assert.Contains($"`{WireEnum<EmailStatus>.Name(status)}`", Page, StringComparison.Ordinal));

    private static EmailStatus Status(Match arrow, string group) => WireEnum<EmailStatus>.Parse(arrow.Groups[group].Value);

    [GeneratedRegex(@"^  (?<from>\w+) --> (?<to>\w+)", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
