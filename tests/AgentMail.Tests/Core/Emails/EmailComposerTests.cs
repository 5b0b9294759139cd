using System.Text;
using AgentMail.Core.Emails;
using AgentMail.Core.Signatures;
using MimeKit;

namespace AgentMail.Tests.Core.Emails;

public sealed class EmailComposerTests
{
    private const string MessageId = "<0123456789abcdefghjkmnpqrs@acme.example>";
    private static readonly DateTimeOffset Date = new(2026, 11, 23, 13, 30, 15, TimeSpan.FromHours(1));
    private static readonly SenderHeader Ann = new(EmailAddress.Parse("ann@acme.example"), "Ann Smith");
    private static readonly SignatureContent Signature = new("<b>Ann Smith</b><br>Acme", "Ann Smith\nAcme");

    private static readonly EmailDraft TextMail = new() { To = [To("bob@example.net")], Subject = "Your case 4711", Text = "Hello Bob" };
    private static readonly EmailDraft HtmlMail = TextMail with { Text = null, Html = "<p>Hello <b>Bob</b></p>" };

    [Fact]
    public void Header_says_who_what_and_when()
    {
        var message = Read(Compose(TextMail with
        {
            To = [To("bob@example.net", "Bob, \"the\" Builder"), To("cy@example.net")],
            Cc = [To("di@example.net", "Dí Ångström")],
            ReplyTo = To("case-4711@acme.example", "Cases"),
        }));

        Assert.Equal("\"Ann Smith\" <ann@acme.example>", message.From.ToString());
        Assert.Equal(["Bob, \"the\" Builder|bob@example.net", "|cy@example.net"], Names(message.To));
        Assert.Equal(["Dí Ångström|di@example.net"], Names(message.Cc));
        Assert.Equal(["Cases|case-4711@acme.example"], Names(message.ReplyTo));
        Assert.Equal("Your case 4711", message.Subject);
        Assert.Equal("0123456789abcdefghjkmnpqrs@acme.example", message.MessageId);
        Assert.Equal(Date, message.Date);
        Assert.Contains("Date: Mon, 23 Nov 2026 12:30:15 +0000\r\n", Raw(Compose(TextMail)), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_go_to_the_senders_own_reply_address_unless_the_request_has_one()
    {
        var shared = Ann with { ReplyTo = EmailAddress.Parse("ann.smith@other.example") };

        Assert.Empty(Read(Compose(TextMail)).ReplyTo);
        Assert.Equal(["Ann Smith|ann.smith@other.example"], Names(Read(Compose(TextMail, sender: shared)).ReplyTo));
        Assert.Equal(["|x@acme.example"], Names(Read(Compose(TextMail with { ReplyTo = To("x@acme.example") }, sender: shared)).ReplyTo));
    }

    [Fact]
    public void A_display_name_cannot_begin_a_header_of_its_own()
    {
        var message = Read(Compose(TextMail, sender: Ann with { DisplayName = "Ann\r\nBcc: eve@evil.example" }));

        Assert.Empty(message.Bcc);
        Assert.Equal("ann@acme.example", message.From.Mailboxes.Single().Address);
    }

    [Fact]
    public void Bcc_is_in_the_envelope_and_nowhere_in_the_message()
    {
        var email = Compose(TextMail with { Cc = [To("cy@example.net")], Bcc = [To("secret@example.net")] });

        Assert.Equal(new("ann@acme.example", email.Envelope.Recipients), email.Envelope);
        Assert.Equal(["bob@example.net", "cy@example.net", "secret@example.net"], email.Envelope.Recipients);
        Assert.DoesNotContain("secret", Raw(email), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("bcc", Raw(email), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_email_to_bcc_alone_says_so_instead_of_having_no_to() =>
        Assert.Equal("undisclosed-recipients:;", Read(Compose(TextMail with { To = [], Bcc = [To("bob@example.net")] })).Headers[HeaderId.To]);

    [Fact]
    public void An_address_given_twice_gets_one_copy_and_stays_in_the_headers_as_given()
    {
        var email = Compose(TextMail with { Cc = [To("BOB@Example.NET")], Bcc = [To("bob@example.net")] });

        Assert.Equal(["bob@example.net"], email.Envelope.Recipients);
        Assert.Equal(["|BOB@example.net"], Names(Read(email).Cc));
    }

    [Fact]
    public void International_domains_are_ascii_in_headers_and_envelope()
    {
        var email = Compose(TextMail with { To = [To("bob@bücher.example")] }, sender: new(EmailAddress.Parse("ann@пример.рф")));

        Assert.Equal("ann@xn--e1afmkfd.xn--p1ai", email.Envelope.Sender);
        Assert.Equal(["bob@xn--bcher-kva.example"], email.Envelope.Recipients);
        Assert.Contains("To: bob@xn--bcher-kva.example\r\n", Raw(email), StringComparison.Ordinal);
        Assert.False(email.NeedsSmtpUtf8);
    }

    [Fact]
    public void A_local_part_beyond_ascii_needs_smtputf8_and_utf8_headers()
    {
        var email = Compose(TextMail with { To = [To("jürgen@example.net", "Jürgen")] });

        Assert.True(email.NeedsSmtpUtf8);
        Assert.Equal(["jürgen@example.net"], email.Envelope.Recipients);
        Assert.Equal(["Jürgen|jürgen@example.net"], Names(Read(email).To));
    }

    [Fact]
    public void The_thread_is_kept_id_by_id()
    {
        string[] ids = ["<a..b@c>", "<\"q\"@acme.example>", .. Enumerable.Range(0, 40).Select(i => $"<{i}.{new string('x', 60)}@mail.example>")];
        var message = Read(Compose(TextMail with { InReplyTo = ids[^1], References = ids }));

        Assert.Equal(ids[^1], message.Headers[HeaderId.InReplyTo]);
        Assert.Equal(ids, message.Headers[HeaderId.References]!.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_parent_without_known_ancestors_is_the_reference() =>
        Assert.Equal("<a@b>", Read(Compose(TextMail with { InReplyTo = "<a@b>" })).Headers[HeaderId.References]);

    [Theory]
    [InlineData("X-Case", "4711")]
    [InlineData("X-Note", "Grüße aus Köln 😀")]
    [InlineData("List-Unsubscribe", "<https://acme.example/unsubscribe?case=4711&token=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz>, <mailto:u@acme.example>")]
    [InlineData("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
    [InlineData("Auto-Submitted", "auto-replied")]
    [InlineData("X-Priority", "1 (Highest)")]
    public void Custom_headers_arrive_as_given(string name, string value) =>
        Assert.Equal(value, Read(Compose(TextMail with { Headers = [new(name, value)] })).Headers[name]);

    [Fact]
    public void Text_only_stays_text_only_with_the_signature_below()
    {
        var email = Compose(TextMail, Signature);

        Assert.Null(email.Html);
        Assert.Equal("Hello Bob\n\n-- \nAnn Smith\nAcme\n", email.Text);
        Assert.Equal(email.Text, Lines(Assert.IsType<TextPart>(Read(email).Body).Text));
    }

    [Fact]
    public void Html_gets_a_plain_text_twin_before_it()
    {
        var alternative = Assert.IsType<MultipartAlternative>(Read(Compose(HtmlMail)).Body);

        Assert.Equal(["text/plain", "text/html"], alternative.Select(part => part.ContentType.MimeType));
        Assert.Equal("Hello Bob", alternative.TextBody);
        Assert.Equal("<p>Hello <b>Bob</b></p>", alternative.HtmlBody);
        Assert.All(alternative, part => Assert.Equal("utf-8", part.ContentType.Charset));
    }

    [Fact]
    public void A_text_given_with_the_html_is_used_as_it_is() =>
        Assert.Equal("Hi!", Read(Compose(HtmlMail with { Text = "Hi!" })).TextBody);

    [Fact]
    public void The_signature_is_in_html_and_text_once()
    {
        var message = Read(Compose(HtmlMail with { Html = "<html><body><p>Hello</p></body></html>" }, Signature));

        Assert.Equal("<html><body><p>Hello</p><div class=\"agentmail-signature\"><br><b>Ann Smith</b><br>Acme</div></body></html>", message.HtmlBody);
        Assert.Equal("Hello\n\n-- \nAnn Smith\nAcme\n", Lines(message.TextBody));
    }

    [Fact]
    public void Images_the_html_shows_are_related_and_other_files_are_mixed()
    {
        var email = Compose(HtmlMail with
        {
            Html = "<img src=\"cid:logo@acme\"><td background='CID:b%2B1'>",
            Attachments =
            [
                new("logo.png", "image/png", [1, 2, 3], "logo@acme"),
                new("back.png", "image/png", [4], "b+1"),
                new("offer.pdf", "application/pdf", [5, 6], "unused"),
                new("data.csv", "text/csv; charset=utf-8", Encoding.UTF8.GetBytes("a;b\nü;\r")),
            ],
        });

        var mixed = Assert.IsType<Multipart>(Read(email).Body, exactMatch: false);
        Assert.Equal(["multipart/alternative", "application/pdf", "text/csv"], mixed.Select(part => part.ContentType.MimeType));
        var related = Assert.IsType<MultipartRelated>(((MultipartAlternative)mixed[0])[1]);
        Assert.Equal("text/html", related.Root!.ContentType.MimeType);
        Assert.Equal(["logo@acme", "b+1"], related.OfType<MimePart>().Skip(1).Select(part => part.ContentId));
        Assert.All(related.Skip(1), part => Assert.Equal("inline", part.ContentDisposition!.Disposition));
        Assert.All(mixed.Skip(1), part => Assert.Equal("attachment", part.ContentDisposition!.Disposition));
        Assert.Equal("utf-8", mixed[2].ContentType.Charset);
        Assert.Equal([1, 2, 3], Bytes(related[1]));
        Assert.Equal("a;b\nü;\r", Encoding.UTF8.GetString(Bytes(mixed[2])));
    }

    [Fact]
    public void A_content_id_without_html_is_an_ordinary_attachment()
    {
        var mixed = (Multipart)Read(Compose(TextMail with { Attachments = [new("a.png", "image/png", [], "a")] })).Body!;
        Assert.Equal("attachment", mixed[1].ContentDisposition!.Disposition);
    }

    [Fact]
    public void File_names_are_readable_for_new_and_old_readers()
    {
        var raw = Raw(Compose(TextMail with { Attachments = [new("Übersicht 2026 – März.pdf", "application/pdf", [])] }));

        Assert.Contains("filename*=", raw, StringComparison.Ordinal);   // RFC 2231
        Assert.Contains("name=\"=?utf-8?", raw, StringComparison.Ordinal);   // what older ones look for
    }

    [Fact]
    public void The_same_arguments_give_the_same_bytes() =>
        Assert.Equal(
            Compose(HtmlMail with { Attachments = [new("a", "text/plain", [1])] }, Signature).RawMime,
            Compose(HtmlMail with { Attachments = [new("a", "text/plain", [1])] }, Signature).RawMime);

    [Theory]
    [InlineData("plain")]
    [InlineData("Grüße 😀 例え")]
    [InlineData("a\nb\r\nc\rd")]
    [InlineData(".\r\n..\r\n.dot")]
    [InlineData("From here on\ntrailing space \nand tab\t\n\n\n")]
    [InlineData("--=_alternative\n=_x=3D")]
    [InlineData("form\ffeed \u2028 and \u0001")]
    public void Bodies_come_back_as_written(string body)
    {
        var message = Read(Compose(HtmlMail with { Html = body, Text = body }));

        Assert.Equal(Lines(body), Lines(message.TextBody));
        Assert.Equal(Lines(body), Lines(message.HtmlBody));
    }

    [Fact]
    public void Header_lines_are_folded_where_they_can_be()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 150));
        var email = Compose(TextMail with { Subject = words, To = [.. Enumerable.Range(0, 9).Select(i => To($"r{i}@example.net", "Récipient"))] });

        Assert.All(Raw(email).Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
        Assert.Equal(words, Read(email).Subject);
    }

    [Fact]
    public void Every_byte_fits_smtp()
    {
        var wide = new string('x', 5000) + " ü " + new string('例', 5000);
        var email = Compose(
            new EmailDraft
            {
                To = [.. Enumerable.Range(0, 100).Select(i => To($"r{i}@example.net", $"Récipient {i}"))],
                Subject = new string('s', EmailLimits.MaxSubjectLength),
                Html = $"<p>{wide}</p>",
                Text = wide,
                Headers = [new("X-Long", new string('h', EmailLimits.MaxHeaderValueLength)), new("X-Wide", new string('ü', 900))],
                References = [.. Enumerable.Range(0, 100).Select(i => $"<{i}.{new string('r', 850)}@x>")],
                Attachments = [new(new string('f', 251) + ".bin", "application/octet-stream", new byte[10_000], "c"), new(new string('ü', 251) + ".bin", "text/plain", [0])],
            },
            Signature);

        Assert.DoesNotContain(email.RawMime, b => b is 0 or > 126);
        Assert.All(Raw(email).Split("\r\n"), line => Assert.True(line.Length <= 998 && !line.Contains('\r') && !line.Contains('\n'), line));
        Assert.Equal(email.RawMime.Length, email.SizeBytes);
        var message = Read(email);
        Assert.Equal(new string('s', EmailLimits.MaxSubjectLength), message.Subject);
        Assert.StartsWith(wide, message.TextBody, StringComparison.Ordinal);
    }

    private static Mailbox To(string address, string? name = null) => new(EmailAddress.Parse(address), name);

    private static ComposedEmail Compose(EmailDraft draft, SignatureContent? signature = null, SenderHeader? sender = null) =>
        EmailComposer.Compose(draft, sender ?? Ann, signature, MessageId, Date);

    private static MimeMessage Read(ComposedEmail email) => MimeMessage.Load(new MemoryStream(email.RawMime), TestContext.Current.CancellationToken);

    private static string Raw(ComposedEmail email) => Encoding.UTF8.GetString(email.RawMime);

    private static IEnumerable<string> Names(InternetAddressList list) => list.Mailboxes.Select(mailbox => $"{mailbox.Name}|{mailbox.Address}");

    private static string Lines(string? text) => text!.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static byte[] Bytes(MimeEntity entity)
    {
        using var bytes = new MemoryStream();
        ((MimePart)entity).Content!.DecodeTo(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }
}
