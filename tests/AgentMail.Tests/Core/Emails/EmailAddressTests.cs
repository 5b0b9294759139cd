using AgentMail.Core.Emails;
using AgentMail.Core.Validation;
using CsCheck;

namespace AgentMail.Tests.Core.Emails;

public sealed class EmailAddressTests
{
    private static readonly string Local64 = new('a', 64);
    private static readonly string Label63 = new('d', 63);

    public static TheoryData<string> Good =>
    [
        "ann@acme.example",
        "Ann.Smith@acme.example",
        "a@b.co",
        "ann+case-4711@acme.example",
        "ann_smith@sub.sub.acme.example",
        "o'brien@acme.example",
        "!#$%&'*+-/=?^_`{|}~@acme.example",
        "user%other@acme.example",
        "1@2.example",
        "ann@localhost",
        "ann@acme-mail.example",
        "ann@r3---sn.example",
        "ann@123.example",
        "ann@3com.com",
        "ANN@ACME.EXAMPLE",
        "ann@bücher.example",
        "ann@例え.テスト",
        "ann@xn--bcher-kva.example",
        "ann@пример.рф",
        "jürgen@bücher.example",
        "用户@例子.广告",
        "θσερ@εχαμπλε.ψομ",
        "Pelé@example.com",
        "😀@example.com",
        $"{Local64}@acme.example",
        $"ann@{Label63}.example",
        OfLength(254),
    ];

    public static TheoryData<string?, string> Bad => new()
    {
        { null, FieldCodes.Required },
        { "", FieldCodes.Required },
        { "   ", FieldCodes.Required },
        { OfLength(255), FieldCodes.TooLong },
        { new string('a', 100_000), FieldCodes.TooLong },
        { $"a{Local64}@acme.example", FieldCodes.TooLong },
        { new string('ü', 33) + "@acme.example", FieldCodes.TooLong },
        { "ann@" + string.Join('.', Enumerable.Repeat(new string('ü', 10), 12)), FieldCodes.TooLong },
        { "ann@" + string.Join('.', Enumerable.Repeat("ü", 83)), FieldCodes.NotAnAddress },
        { "test", FieldCodes.NotAnAddress },
        { "@", FieldCodes.NotAnAddress },
        { "@acme.example", FieldCodes.NotAnAddress },
        { "ann@", FieldCodes.NotAnAddress },
        { "ann@@acme.example", FieldCodes.NotAnAddress },
        { "ann@bob@acme.example", FieldCodes.NotAnAddress },
        { "acme.example", FieldCodes.NotAnAddress },
        { ".ann@acme.example", FieldCodes.NotAnAddress },
        { "ann.@acme.example", FieldCodes.NotAnAddress },
        { "ann..smith@acme.example", FieldCodes.NotAnAddress },
        { "ann smith@acme.example", FieldCodes.NotAnAddress },
        { "ann @acme.example", FieldCodes.NotAnAddress },
        { "ann@ acme.example", FieldCodes.NotAnAddress },
        { "ann@acme .example", FieldCodes.NotAnAddress },
        { "ann\t@acme.example", FieldCodes.NotAnAddress },
        { "Ann <ann@acme.example>", FieldCodes.NotAnAddress },
        { "<ann@acme.example>", FieldCodes.NotAnAddress },
        { "Ann ann@acme.example", FieldCodes.NotAnAddress },
        { "\"Ann\" <ann@acme.example>", FieldCodes.NotAnAddress },
        { "\"ann smith\"@acme.example", FieldCodes.NotAnAddress },
        { "\"a@b\"@acme.example", FieldCodes.NotAnAddress },
        { "ann(work)@acme.example", FieldCodes.NotAnAddress },
        { "ann@acme.example(work)", FieldCodes.NotAnAddress },
        { "ann@acme.example, bob@acme.example", FieldCodes.NotAnAddress },
        { "ann@acme.example;bob@acme.example", FieldCodes.NotAnAddress },
        { "team: ann@acme.example;", FieldCodes.NotAnAddress },
        { "mailto:ann@acme.example?x=<>", FieldCodes.NotAnAddress },
        { "a:b@acme.example", FieldCodes.NotAnAddress },
        { "a\\b@acme.example", FieldCodes.NotAnAddress },
        { "a[b]@acme.example", FieldCodes.NotAnAddress },
        { "@relay.example:ann@acme.example", FieldCodes.NotAnAddress },
        { "ann@[192.0.2.1]", FieldCodes.NotAnAddress },
        { "ann@[IPv6:2001:db8::1]", FieldCodes.NotAnAddress },
        { "ann@192.0.2.1", FieldCodes.NotAnAddress },
        { "ann@acme.123", FieldCodes.NotAnAddress },
        { "ann@.acme.example", FieldCodes.NotAnAddress },
        { "ann@acme.example.", FieldCodes.NotAnAddress },
        { "ann@acme..example", FieldCodes.NotAnAddress },
        { "ann@-acme.example", FieldCodes.NotAnAddress },
        { "ann@acme-.example", FieldCodes.NotAnAddress },
        { "ann@acme_mail.example", FieldCodes.NotAnAddress },
        { "ann@acme!.example", FieldCodes.NotAnAddress },
        { "ann@acme/example", FieldCodes.NotAnAddress },
        { "ann@acme.example:25", FieldCodes.NotAnAddress },
        { $"ann@d{Label63}.example", FieldCodes.NotAnAddress },
        { "ann@" + new string('ü', 63) + ".example", FieldCodes.NotAnAddress },
        { "ann@xn--.example", FieldCodes.NotAnAddress },
        { "ann@xn--\u00fc.example", FieldCodes.NotAnAddress },
        { "ann@xn--99999999999.example", FieldCodes.NotAnAddress },
        { "ann@b\u00fc_cher.example", FieldCodes.NotAnAddress },
        { "ann@-b\u00fccher.example", FieldCodes.NotAnAddress },
        { "ann@b\u202eücher.example", FieldCodes.NotAnAddress },
        { "ann\r\nBcc: eve@evil.example@acme.example", FieldCodes.NotAnAddress },
        { "ann@acme.example\r\nBcc: eve@evil.example", FieldCodes.NotAnAddress },
        { "ann\0@acme.example", FieldCodes.NotAnAddress },
        { "ann@acme.example\0.evil.example", FieldCodes.NotAnAddress },
        { "ann\u007f@acme.example", FieldCodes.NotAnAddress },
        { "ann\u0085@acme.example", FieldCodes.NotAnAddress },
        { "ann\u200b@acme.example", FieldCodes.NotAnAddress },
        { "ann\u202egro@acme.example", FieldCodes.NotAnAddress },
        { "ann\u00a0b@acme.example", FieldCodes.NotAnAddress },
        { "ann\ud83d@acme.example", FieldCodes.NotAnAddress },
        { "\ufeffann@acme.example", FieldCodes.NotAnAddress },
        { "=?utf-8?q?ann=40evil.example?=@acme.example", FieldCodes.NotAnAddress },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Accepts(string text)
    {
        Assert.True(EmailAddress.TryParse(text, out var address, out var problem), problem?.Detail);
        Assert.Equal(text, address.Value);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Refuses_and_says_why(string? text, string code)
    {
        Assert.False(EmailAddress.TryParse(text, out _, out var problem));
        Assert.Equal(code, problem.Code);
        Assert.EndsWith(".", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Trims() => Assert.Equal("ann@acme.example", EmailAddress.Parse(" \tann@acme.example\r\n").Value);

    [Theory]
    [InlineData("ann@acme.example", "ANN@Acme.Example", true)]
    [InlineData("ann@bücher.example", "ann@xn--bcher-kva.example", true)]
    [InlineData("ann@BÜCHER.example", "ann@bücher.example", true)]
    [InlineData("jürgen@acme.example", "JU\u0308RGEN@acme.example", true)]
    [InlineData("ann@acme.example", "an@nacme.example", false)]
    [InlineData("ann@acme.example", "anne@acme.example", false)]
    [InlineData("ann@acme.example", "ann@acme.test", false)]
    public void Equality_ignores_case_and_the_spelling_of_the_domain(string left, string right, bool equal)
    {
        var (a, b) = (EmailAddress.Parse(left), EmailAddress.Parse(right));
        Assert.Equal(equal, a.Equals(b));
        Assert.Equal(equal, a.Key == b.Key);
    }

    [Theory]
    [InlineData("Ann@Acme.Example", "Ann@acme.example", false)]
    [InlineData("ann@bücher.example", "ann@xn--bcher-kva.example", false)]
    [InlineData("jürgen@bücher.example", "jürgen@xn--bcher-kva.example", true)]
    public void The_wire_gets_an_ascii_domain(string text, string wire, bool smtpUtf8)
    {
        var address = EmailAddress.Parse(text);
        Assert.Equal(wire, address.WireValue);
        Assert.Equal(smtpUtf8, address.NeedsSmtpUtf8);
    }

    [Fact]
    public void A_broken_stored_address_is_an_exception() => Assert.Throws<FormatException>(() => EmailAddress.Parse("test"));

    [Fact]
    public void Whatever_is_accepted_is_read_alike_by_the_mail_library() =>
        Gen.String[Gen.OneOf(Gen.Char["abc.@-\"<>(), =?:;\\[]_é例\r\n\0\u00ad\u200d"], Gen.Char), 0, 40].Sample(
            text =>
            {
                if (!EmailAddress.TryParse(text + "@acme.example", out var address, out _))
                    return;
                Assert.True(MimeKit.MailboxAddress.TryParse(address.WireValue, out var mailbox));
                Assert.Equal(address.WireValue, mailbox.Address);
            },
            iter: 20_000);

    private static string OfLength(int length) =>
        Local64 + "@" + string.Join('.', Label63, Label63, new string('e', length - 64 - 1 - 64 - 64));
}
