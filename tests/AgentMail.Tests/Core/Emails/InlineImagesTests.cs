using System.Diagnostics;
using AgentMail.Core.Emails;
using AgentMail.Core.Validation;
using MimeKit;

namespace AgentMail.Tests.Core.Emails;

public sealed class InlineImagesTests
{
    private const string Png = "iVBORw0KGgo=";
    private const string Gif = "R0lGODlhAQABAAAAACw=";

    [Fact]
    public void A_picture_becomes_a_part_and_the_html_shows_it()
    {
        var (html, parts) = Take($"<p>a</p><img alt=x src=\"data:image/png;base64,{Png}\" width=1>b");

        var part = Assert.Single(parts);
        Assert.Equal($"<p>a</p><img alt=x src=\"cid:{part.ContentId}\" width=1>b", html);
        Assert.Equal("image/png image-1.png", $"{part.ContentType} {part.Filename}");
        Assert.Equal(Convert.FromBase64String(Png), part.Content);
        Assert.Equal((html, part.ContentId), (Take($"<p>a</p><img alt=x src=\"data:image/png;base64,{Png}\" width=1>b").Html, part.ContentId));
    }

    [Fact]
    public void The_same_picture_is_one_part()
    {
        var (html, parts) = Take(
            $"<img src='data:image/png;base64,{Png}'><IMG SRC = DATA:image/PNG;base64,{Png} ><img src=\" data:image/png;charset=x;base64,{Png[..6]}\r\n {Png[6..]}\"><img src='data:image/gif;base64,{Gif}'>");

        Assert.Equal(["image/png", "image/gif"], parts.Select(p => p.ContentType));
        Assert.Equal($"<img src='cid:{parts[0].ContentId}'><IMG SRC = cid:{parts[0].ContentId} ><img src=\"cid:{parts[0].ContentId}\"><img src='cid:{parts[1].ContentId}'>", html);
    }

    [Theory]
    [InlineData("<img src=\"data:image/png;base64,iVBORw0KGgo%3D\">")]
    [InlineData("<img src=\"data:image/png;base64,iVBORw0KGgo&#61;\">")]
    [InlineData("<img src=\"data:image/png;base64,iVBO&#10;Rw0KGgo=\">")]
    public void Escaped_base64_is_base64(string html) => Assert.Equal(Convert.FromBase64String(Png), Assert.Single(Take(html).Parts).Content);

    [Theory]
    [InlineData("<img src=\"data:image/png;base64,@@@\">")]
    [InlineData("<img src=\"data:image/png;base64,\">")]
    [InlineData("<img src=\"data:image/png,iVBORw0KGgo=\">")]
    [InlineData("<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">")]
    [InlineData("<img src=\"data:text/html;base64,PHN2Zz4=\">")]
    [InlineData("<img src=\"data:image/png;base64\">")]
    [InlineData("<img src=\"data:image/;base64,AAAA\">")]
    [InlineData("<a href=\"data:image/png;base64,iVBORw0KGgo=\">x</a>")]
    [InlineData("<div style=\"background:url(data:image/png;base64,iVBORw0KGgo=)\">x</div>")]
    [InlineData("<style>b{background:url(data:image/png;base64,iVBORw0KGgo=)}</style>")]
    [InlineData("<!-- <img src=\"data:image/png;base64,iVBORw0KGgo=\"> -->")]
    [InlineData("<p title='<img src=\"data:image/png;base64,iVBORw0KGgo=\">'>x</p>")]
    [InlineData("<img alt=\"data:image/png;base64,iVBORw0KGgo=\" src=x>")]
    [InlineData("<img src=x src=\"data:image/png;base64,iVBORw0KGgo=\">")]
    [InlineData("<textarea><img src=\"data:image/png;base64,iVBORw0KGgo=\"></textarea>")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("<img src=\"data:image/png;base64,iVBORw0KGgo=")]
    public void Whatever_else_stays_byte_for_byte(string html)
    {
        var taken = Take(html);
        Assert.Equal((html, 0), (taken.Html, taken.Parts.Count));
    }

    [Fact]
    public void A_content_id_of_the_request_is_never_taken()
    {
        var html = $"<img src=\"data:image/png;base64,{Png}\">";
        var id = Assert.Single(Take(html).Parts).ContentId!;

        var clash = new InlineImages([new("a.png", "image/png", [1], id)]);
        Assert.Equal($"<img src=\"cid:{id.Replace("@", "-2@", StringComparison.Ordinal)}\">", clash.TakeFrom(html));

        var same = new InlineImages([new("a.png", "image/png", Convert.FromBase64String(Png), id)]);
        Assert.Equal(($"<img src=\"cid:{id}\">", 0), (same.TakeFrom(html), same.Parts.Count));
    }

    [Fact]
    public void Another_program_reads_the_message_and_finds_each_picture()
    {
        var draft = new EmailDraft
        {
            To = [new(EmailAddress.Parse("bob@example.net"))],
            Html = $"<p>Look: <img src=\"data:image/png;base64,{Png}\"> <img src=\"cid:own\"></p>",
            Attachments = [new("own.png", "image/png", [7], "own"), new("a.pdf", "application/pdf", [8])],
        };
        var email = EmailComposer.Compose(
            draft, new(EmailAddress.Parse("ann@acme.example")),
            new($"<img src=\"data:image/gif;base64,{Gif}\"><img src=\"data:image/png;base64,{Png}\">", "Ann"), "<1@acme.example>", DateTimeOffset.UnixEpoch);

        var message = MimeMessage.Load(new MemoryStream(email.RawMime), TestContext.Current.CancellationToken);
        var mixed = Assert.IsType<Multipart>(message.Body);
        var related = Assert.IsType<MultipartRelated>(Assert.IsType<MultipartAlternative>(mixed[0])[1]);
        Assert.Equal(["own", email.InlineImages[0].ContentId, email.InlineImages[1].ContentId], related.Skip(1).Select(part => part.ContentId));
        Assert.All(related.Skip(1), part => Assert.Equal("inline", part.ContentDisposition!.Disposition));
        Assert.DoesNotContain("data:", message.HtmlBody, StringComparison.Ordinal);
        Assert.Equal(email.Html, message.HtmlBody);
        foreach (var shown in ContentIdReferences.In(message.HtmlBody!))
            Assert.True(related.IndexOf(new Uri($"cid:{shown}")) > 0, shown);
        Assert.Equal(2, email.InlineImages.Count);
    }

    [Fact]
    public void Pictures_count_as_attachments()
    {
        static string Pictures(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"<img src=\"data:image/png;base64,{Convert.ToBase64String(BitConverter.GetBytes(i))}\">"));
        static IReadOnlyList<ValidationError> Check(string html, int attachments)
        {
            var errors = new ValidationErrors();
            EmailDraftValidator.Validate(
                new() { To = [new("bob@example.net")], Html = html, Attachments = [.. Enumerable.Range(0, attachments).Select(_ => new AttachmentInput("a", "a/b", []))] }, errors);
            return errors.Items;
        }

        Assert.Empty(Check(Pictures(100), 0));
        Assert.Empty(Check(string.Concat(Enumerable.Repeat(Pictures(1), 500)), 99));
        Assert.Equal("/html", Assert.Single(Check(Pictures(60), 41)).Pointer);
        Assert.Equal(FieldCodes.TooMany, Assert.Single(Check(Pictures(101), 0)).Code);
    }

    [Theory]
    [InlineData("<img src=\"data:image/png;base64,iVBORw0KGgo=\">")]
    [InlineData("<img src=\"data:image/png;base64,")]
    [InlineData("<img src=data:image/png;base64,AAAA ")]
    [InlineData("<!--<img src=data:image/png;base64,AAAA>")]
    [InlineData("<p style=\"data:image/png;base64,AAAA")]
    [InlineData("<img data:image/png;base64,=\"")]
    public void Hostile_html_costs_a_pass(string part)
    {
        var html = string.Concat(Enumerable.Repeat(part, 4_000_000 / part.Length));
        var clock = Stopwatch.StartNew();
        Assert.InRange(Take(html).Parts.Count, 0, 1);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    private static (string Html, IReadOnlyList<Attachment> Parts) Take(string html)
    {
        var images = new InlineImages([]);
        return (images.TakeFrom(html), images.Parts);
    }
}
