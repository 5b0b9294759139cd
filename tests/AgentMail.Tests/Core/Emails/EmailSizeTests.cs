using AgentMail.Core.Emails;

namespace AgentMail.Tests.Core.Emails;

public sealed class EmailSizeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void The_lower_bound_is_below_the_size_and_not_far(int bytes)
    {
        var draft = new EmailDraft
        {
            To = [new(EmailAddress.Parse("bob@example.net"))],
            Text = new string('t', bytes),
            Html = new string('ü', bytes / 6),
            Attachments = [new("a", "application/pdf", new byte[bytes])],
        };
        var email = EmailComposer.Compose(draft, new(EmailAddress.Parse("ann@acme.example")), null, "<1@acme.example>", DateTimeOffset.UnixEpoch);

        Assert.InRange(EmailSize.LowerBound(draft), email.SizeBytes / 2 - 1000, email.SizeBytes);
    }

    [Fact]
    public void The_limit_itself_is_allowed()
    {
        Assert.Null(EmailSize.Check(EmailLimits.MaxMessageBytes, EmailLimits.MaxMessageBytes));
        var problem = EmailSize.Check(34_000_000, EmailLimits.MaxMessageBytes)!;
        Assert.Equal("payload-too-large", problem.Code);
        Assert.Contains("32.4 MiB", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("at most 25 MiB", problem.Detail, StringComparison.Ordinal);
    }
}
