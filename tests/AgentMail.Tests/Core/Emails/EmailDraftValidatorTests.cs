using AgentMail.Core.Emails;
using AgentMail.Core.Validation;

namespace AgentMail.Tests.Core.Emails;

public sealed class EmailDraftValidatorTests
{
    private static readonly EmailDraftInput Good = new() { To = [new("bob@example.net", IsBare: true)], Subject = "Hello", Text = "Hello" };

    /// <summary>What is wrong, and the pointer and code it is answered with.</summary>
    public static TheoryData<string, EmailDraftInput, string, string> Bad => new()
    {
        { "no recipient", Good with { To = null }, "/to", FieldCodes.Required },
        { "empty lists", Good with { To = [], Cc = [], Bcc = [] }, "/to", FieldCodes.Required },
        { "bare address", Good with { To = [new("bob@example.net"), new("bob", IsBare: true)] }, "/to/1", FieldCodes.NotAnAddress },
        { "address member", Good with { Cc = [new("bob", "Bob")] }, "/cc/0/address", FieldCodes.NotAnAddress },
        { "missing address", Good with { Bcc = [new(null, "Bob")] }, "/bcc/0/address", FieldCodes.Required },
        { "null item", Good with { To = [null] }, "/to/0", FieldCodes.Required },
        { "long address", Good with { To = [new(new string('a', 250) + "@b.co", IsBare: true)] }, "/to/0", FieldCodes.TooLong },
        { "101 recipients", Good with { To = Many(50), Cc = Many(50), Bcc = Many(1) }, "/to", FieldCodes.TooMany },
        { "replyTo", Good with { ReplyTo = new("x") }, "/replyTo/address", FieldCodes.NotAnAddress },
        { "line break in name", Good with { To = [new("bob@example.net", "Bob\r\nBcc: eve@evil.example")] }, "/to/0/name", FieldCodes.ControlCharacter },
        { "long name", Good with { To = [new("bob@example.net", new string('n', 257))] }, "/to/0/name", FieldCodes.TooLong },
        { "line break in subject", Good with { Subject = "Hi\r\nBcc: eve@evil.example" }, "/subject", FieldCodes.ControlCharacter },
        { "final line break in subject", Good with { Subject = "Hi\n" }, "/subject", FieldCodes.ControlCharacter },
        { "carriage return in subject", Good with { Subject = "Hi\rX: y" }, "/subject", FieldCodes.ControlCharacter },
        { "NUL in subject", Good with { Subject = "Hi\0" }, "/subject", FieldCodes.ControlCharacter },
        { "U+0085 in subject", Good with { Subject = "Hi\u0085X" }, "/subject", FieldCodes.ControlCharacter },
        { "U+2028 in subject", Good with { Subject = "Hi\u2028X" }, "/subject", FieldCodes.ControlCharacter },
        { "half a pair in subject", Good with { Subject = "Hi \ud83d" }, "/subject", FieldCodes.ControlCharacter },
        { "encoded word in subject", Good with { Subject = "Hi =?utf-8?Q?=0D=0ABcc:?=" }, "/subject", FieldCodes.NotAllowed },
        { "long subject", Good with { Subject = new string('s', 999) }, "/subject", FieldCodes.TooLong },
        { "no body", Good with { Text = null }, "/html", FieldCodes.Required },
        { "empty bodies", Good with { Text = "", Html = "" }, "/html", FieldCodes.Required },
        { "NUL in text", Good with { Text = "a\0b" }, "/text", FieldCodes.ControlCharacter },
        { "NUL in html", Good with { Html = "a\0b" }, "/html", FieldCodes.ControlCharacter },
        { "101 attachments", Good with { Attachments = [.. Enumerable.Repeat(File(), 101)] }, "/attachments", FieldCodes.TooMany },
        { "null attachment", Good with { Attachments = [null] }, "/attachments/0/filename", FieldCodes.Required },
        { "no file name", Good with { Attachments = [File(name: " ")] }, "/attachments/0/filename", FieldCodes.Required },
        { "line break in file name", Good with { Attachments = [File(name: "a\r\nX: y.pdf")] }, "/attachments/0/filename", FieldCodes.ControlCharacter },
        { "folder in file name", Good with { Attachments = [File(name: "../etc/passwd")] }, "/attachments/0/filename", FieldCodes.NotAllowed },
        { "backslash in file name", Good with { Attachments = [File(name: "c:\\a.pdf")] }, "/attachments/0/filename", FieldCodes.NotAllowed },
        { "long file name", Good with { Attachments = [File(name: new string('f', 256))] }, "/attachments/0/filename", FieldCodes.TooLong },
        { "no content", Good with { Attachments = [new("a.pdf", null, null)] }, "/attachments/0/content", FieldCodes.Required },
        { "half a type", Good with { Attachments = [File(type: "pdf")] }, "/attachments/0/contentType", FieldCodes.InvalidFormat },
        { "empty type", Good with { Attachments = [File(type: "")] }, "/attachments/0/contentType", FieldCodes.InvalidFormat },
        { "type with a space", Good with { Attachments = [File(type: "text /plain")] }, "/attachments/0/contentType", FieldCodes.InvalidFormat },
        { "line break in type", Good with { Attachments = [File(type: "text/plain\r\nX: y")] }, "/attachments/0/contentType", FieldCodes.ControlCharacter },
        { "multipart", Good with { Attachments = [File(type: "Multipart/mixed; boundary=x")] }, "/attachments/0/contentType", FieldCodes.NotAllowed },
        { "message", Good with { Attachments = [File(type: "message/rfc822")] }, "/attachments/0/contentType", FieldCodes.NotAllowed },
        { "type with an open quote", Good with { Attachments = [File(type: "text/plain; a=\"b\\")] }, "/attachments/0/contentType", FieldCodes.InvalidFormat },
        { "type with an encoded line break", Good with { Attachments = [File(type: "text/plain; a*=utf-8''%0D%0AX")] }, "/attachments/0/contentType", FieldCodes.InvalidFormat },
        { "dots in content id", Good with { Attachments = [File(id: "a..b")] }, "/attachments/0/contentId", FieldCodes.InvalidFormat },
        { "two @ in content id", Good with { Attachments = [File(id: "a@b@c")] }, "/attachments/0/contentId", FieldCodes.InvalidFormat },
        { "brackets in content id", Good with { Attachments = [File(id: "<a>")] }, "/attachments/0/contentId", FieldCodes.InvalidFormat },
        { "line break in content id", Good with { Attachments = [File(id: "a\r\nX: y")] }, "/attachments/0/contentId", FieldCodes.InvalidFormat },
        { "empty content id", Good with { Attachments = [File(id: "")] }, "/attachments/0/contentId", FieldCodes.InvalidFormat },
        { "content id twice", Good with { Attachments = [File(id: "a"), File(id: "a")] }, "/attachments/1/contentId", FieldCodes.Duplicate },
        { "51 headers", Good with { Headers = [.. Enumerable.Range(0, 51).Select(i => Header($"X-{i}", "v"))] }, "/headers", FieldCodes.TooMany },
        { "empty header name", Good with { Headers = [Header("", "v")] }, "/headers/", FieldCodes.InvalidFormat },
        { "colon in header name", Good with { Headers = [Header("X:Y", "v")] }, "/headers/X:Y", FieldCodes.InvalidFormat },
        { "space in header name", Good with { Headers = [Header("X Y", "v")] }, "/headers/X Y", FieldCodes.InvalidFormat },
        { "slash in header name", Good with { Headers = [Header("X/Y", "v")] }, "/headers/X~1Y", FieldCodes.InvalidFormat },
        { "line break in header name", Good with { Headers = [Header("X\r\nBcc", "v")] }, "/headers/X\r\nBcc", FieldCodes.InvalidFormat },
        { "letter of another script in header name", Good with { Headers = [Header("X-Ä", "v")] }, "/headers/X-Ä", FieldCodes.InvalidFormat },
        { "line break in header value", Good with { Headers = [Header("X-A", "v\r\nBcc: eve@evil.example")] }, "/headers/X-A", FieldCodes.ControlCharacter },
        { "long header value", Good with { Headers = [Header("X-A", new string('v', 901))] }, "/headers/X-A", FieldCodes.TooLong },
        { "null header value", Good with { Headers = [Header("X-A", null)] }, "/headers/X-A", FieldCodes.Required },
        { "header twice", Good with { Headers = [Header("X-A", "v"), Header("x-a", "w")] }, "/headers/x-a", FieldCodes.Duplicate },
        { "parent without brackets", Good with { InReplyTo = "a@b" }, "/inReplyTo", FieldCodes.InvalidFormat },
        { "line break in parent", Good with { InReplyTo = "<a@b>\r\nX: y" }, "/inReplyTo", FieldCodes.InvalidFormat },
        { "reference", Good with { References = ["<a@b>", "<a b@c>"] }, "/references/1", FieldCodes.InvalidFormat },
        { "null reference", Good with { References = [null] }, "/references/0", FieldCodes.InvalidFormat },
        { "101 references", Good with { References = [.. Enumerable.Repeat("<a@b>", 101)] }, "/references", FieldCodes.TooMany },
        { "51 pairs of metadata", Good with { Metadata = [.. Enumerable.Range(0, 51).Select(i => Header($"{i}", "v"))] }, "/metadata", FieldCodes.TooMany },
        { "null in metadata", Good with { Metadata = [Header("a/b", null)] }, "/metadata/a~1b", FieldCodes.Required },
        { "long metadata", Good with { Metadata = [Header("a", new string('v', 501))] }, "/metadata/a", FieldCodes.TooLong },
        { "21 tags", Good with { Tags = [.. Enumerable.Range(0, 21).Select(i => $"{i}")] }, "/tags", FieldCodes.TooMany },
        { "empty tag", Good with { Tags = ["a", ""] }, "/tags/1", FieldCodes.Required },
        { "NUL in tag", Good with { Tags = ["a\0"] }, "/tags/0", FieldCodes.ControlCharacter },
    };

    public static TheoryData<string> ReservedHeaders =>
    [
        "From", "SENDER", "to", "Cc", "bcc", "Subject", "Date", "Message-ID", "message-id", "Reply-To", "In-Reply-To", "References",
        "MIME-Version", "Content-Type", "content-transfer-encoding", "Content-Anything", "Return-Path", "Received", "Received-SPF",
        "DKIM-Signature", "DomainKey-Signature", "Authentication-Results", "ARC-Seal", "ARC-Authentication-Results", "Resent-From",
        "Delivered-To", "Apparently-To",
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Answers_which_field_is_wrong(string what, EmailDraftInput input, string pointer, string code)
    {
        var errors = new ValidationErrors();

        EmailDraftValidator.Validate(input, errors);
        Assert.Contains(errors.Items, error => (error.Pointer, error.Code) == (pointer, code));
        Assert.True(errors.Items.Count <= 2, what);
    }

    [Theory]
    [MemberData(nameof(ReservedHeaders))]
    public void Headers_of_our_own_are_refused(string name)
    {
        var errors = new ValidationErrors();
        EmailDraftValidator.Validate(Good with { Headers = [Header(name, "x")] }, errors);
        Assert.Equal(("/headers/" + name, FieldCodes.NotAllowed), (errors.Items[0].Pointer, errors.Items[0].Code));
    }

    [Fact]
    public void All_errors_are_answered_at_once()
    {
        var errors = new ValidationErrors();
        EmailDraftValidator.Validate(new() { To = [new("x"), new("y")], Subject = "\n", Headers = [Header("From", "z")] }, errors);
        Assert.Equal(["/to/0/address", "/to/1/address", "/subject", "/headers/From", "/html"], errors.Items.Select(error => error.Pointer));
    }

    [Fact]
    public void What_is_wrong_is_left_out_of_the_draft_and_the_rest_is_kept()
    {
        var draft = EmailDraftValidator.Validate(
            new()
            {
                To = [new("x"), new("bob@example.net", "B\nob")],
                Subject = "a\nb",
                Html = "<p>x</p>",
                Text = "\0",
                Attachments = [new("a/b", null, [1]), new("good.txt", null, [1])],
                Headers = [Header("From", "z"), Header("X-Case", "1")],
                InReplyTo = "<a\n@b>",
                References = ["bad", "<a@b>"],
            },
            new());

        Assert.Equal([new Mailbox(EmailAddress.Parse("bob@example.net"))], draft.To);
        Assert.Equal(("", "<p>x</p>", null, null), (draft.Subject, draft.Html, draft.Text, draft.InReplyTo));
        Assert.Equal("good.txt", Assert.Single(draft.Attachments).Filename);
        Assert.Equal("X-Case", Assert.Single(draft.Headers).Key);
        Assert.Equal("<a@b>", Assert.Single(draft.References));
    }

    [Fact]
    public void A_hostile_header_name_is_not_sent_back_whole()
    {
        var errors = new ValidationErrors();
        EmailDraftValidator.Validate(Good with { Headers = [Header(new string('x', 1_000_000), "z")] }, errors);
        Assert.True(errors.Items[0].Pointer.Length < 200);
    }

    [Fact]
    public void Everything_at_its_limit_is_accepted()
    {
        var errors = new ValidationErrors();
        var draft = EmailDraftValidator.Validate(
            new()
            {
                To = Many(100),
                ReplyTo = new("r@example.net", new string('n', 256)),
                Subject = new string('s', 998),
                Html = "<p>x</p>",
                Attachments = [.. Enumerable.Range(0, 100).Select(i => File(name: new string('f', 255), id: $"id-{i}@acme.example"))],
                Headers = [.. Enumerable.Range(0, 50).Select(i => Header($"X-{i:000}-{new string('h', 70)}", new string('v', 900)))],
                InReplyTo = "<a@b>",
                References = [.. Enumerable.Repeat("<a@b>", 100)],
                Metadata = [.. Enumerable.Range(0, 50).Select(i => Header($"{i:00}{new string('k', 62)}", new string('v', 500)))],
                Tags = [.. Enumerable.Range(0, 20).Select(i => $"{i:00}{new string('t', 62)}")],
            },
            errors);

        Assert.Empty(errors.Items);
        Assert.Equal(100, draft!.To.Count);
    }

    [Fact]
    public void Texts_are_trimmed_and_gaps_filled()
    {
        var draft = EmailDraftValidator.Validate(
            Good with
            {
                To = [new(" bob@example.net ", "  ")],
                Subject = " Hello ",
                Attachments = [new(" offer.pdf ", null, [])],
                Headers = [Header("X-A", " v ")],
                Tags = ["a", "a"],
            },
            new ValidationErrors())!;

        Assert.Equal([new Mailbox(EmailAddress.Parse("bob@example.net"))], draft.To);
        Assert.Equal("Hello", draft.Subject);
        Assert.Equal(("offer.pdf", "application/pdf"), (draft.Attachments[0].Filename, draft.Attachments[0].ContentType));
        Assert.Equal("v", draft.Headers[0].Value);
        Assert.Equal(["a"], draft.Tags);
    }

    [Fact]
    public void A_mail_attached_without_a_type_goes_as_bytes() =>
        Assert.Equal("application/octet-stream", EmailDraftValidator.Validate(Good with { Attachments = [File("a.eml", null)] }, new())!.Attachments[0].ContentType);

    [Fact]
    public void An_email_needs_no_subject() => Assert.Equal("", EmailDraftValidator.Validate(Good with { Subject = null }, new())!.Subject);

    private static MailboxInput[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => new MailboxInput($"r{i}@example.net", IsBare: true))];

    private static AttachmentInput File(string name = "a.pdf", string? type = "application/pdf", string? id = null) => new(name, type, [1], id);

    private static KeyValuePair<string, string?> Header(string name, string? value) => new(name, value);
}
