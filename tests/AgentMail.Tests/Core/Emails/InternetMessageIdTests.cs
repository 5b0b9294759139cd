using AgentMail.Core.Emails;

namespace AgentMail.Tests.Core.Emails;

public sealed class InternetMessageIdTests
{
    public static TheoryData<string?, bool> Cases => new()
    {
        { "<1@acme.example>", true },
        { "<CAB+x=y_z.1@mail.gmail.com>", true },
        { "<a@[192.0.2.1]>", true },
        { "<a..b@c>", true },
        { "<a@b@c>", true },
        { "<\"quoted\"@acme.example>", true },
        { $"<{new string('a', 896)}@b>", true },
        { $"<{new string('a', 897)}@b>", false },
        { null, false },
        { "", false },
        { "a@b", false },
        { "<a>", false },
        { "<@b>", false },
        { "<a@>", false },
        { "<a@b", false },
        { " <a@b>", false },
        { "<a@b> ", false },
        { "<a@b>\n", false },
        { "<a@b><c@d>", false },
        { "<a b@c>", false },
        { "<a\r\nBcc: eve@evil.example@b>", false },
        { "<ü@b>", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Knows_a_message_id(string? text, bool valid) => Assert.Equal(valid, InternetMessageId.IsValid(text));

    [Fact]
    public void A_new_one_is_at_the_domain_of_from()
    {
        var id = InternetMessageId.New(EmailAddress.Parse("ann@bücher.example"));
        Assert.Matches("^<[0-9a-z]{26}@xn--bcher-kva.example>$", id);
        Assert.True(InternetMessageId.IsValid(id));
        Assert.NotEqual(id, InternetMessageId.New(EmailAddress.Parse("ann@bücher.example")));
    }
}
