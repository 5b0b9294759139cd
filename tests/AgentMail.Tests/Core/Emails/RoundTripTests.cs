using AgentMail.Core.Emails;
using AgentMail.Core.Validation;
using CsCheck;
using MimeKit;

namespace AgentMail.Tests.Core.Emails;

/// <summary>Whatever the validator lets through comes back from the message unchanged.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Pieces =
    [
        "=?utf-8?q?a?=", "=?", "?=", "  ", " ", "\"", "\\", ",", ";", "<", ">", "(", ")", ":", "@", "'", "%", "*", "&", "é", "ß", "例", "😀", "👩‍👩‍👧",
        "e\u0301", "\u00a0", "\u200f", "\u202e", "a", "Ann", "utf-8''", "=20", new string('w', 80), new string('例', 40), "filename*0=",
        "\n", "\r\n", "\r", "\t", ".", "From ", "-- ",
    ];

    private static readonly Gen<string> Tricky = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    private static readonly Gen<string> Unicode = Gen.String[Gen.OneOf(Gen.Char['\u0020', '\u007e'], Gen.Char['\u00a0', '\u2027'], Gen.Char['\ue000', '\ufffd']), 0, 60];

    private static readonly Gen<string> Line = Gen.OneOf(Tricky.Where(piece => TextRules.CheckLine(piece, 200) is null).Array[0, 12].Select(string.Concat), Unicode)
        .Where(text => HeaderText.Check(text, 200) is null);

    [Fact]
    public void Subject_survives() =>
        Line.Sample(
            subject =>
            {
                var draft = Draft(input => input with { Subject = subject });
                return Read(draft).Subject == draft.Subject;
            },
            iter: 2000);

    [Fact]
    public void Names_survive() =>
        Line.Where(name => DisplayNameRules.CheckRecipient(name, 200) is null).Sample(
            name =>
            {
                var draft = Draft(input => input with { To = [new("bob@example.net", name)] });
                return (Read(draft).To.Mailboxes.Single().Name ?? "") == (draft.To[0].Name ?? "");
            },
            iter: 2000);

    [Fact]
    public void File_names_survive() =>
        Line.Where(name => !string.IsNullOrWhiteSpace(name) && !name.Contains('/') && !name.Contains('\\')).Sample(
            name =>
            {
                var draft = Draft(input => input with { Attachments = [new(name, "application/pdf", [])] });
                return Read(draft).Attachments.OfType<MimePart>().Single().FileName == draft.Attachments[0].Filename;
            },
            iter: 2000);

    [Fact]
    public void Header_values_survive() =>
        Line.Sample(
            value =>
            {
                var draft = Draft(input => input with { Headers = [new("X-Case", value)] });
                return Read(draft).Headers["X-Case"] == draft.Headers[0].Value;
            },
            iter: 2000);

    [Fact]
    public void Bodies_survive() =>
        Gen.Select(Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 100], Tricky.Array[0, 40].Select(string.Concat))
            .Sample(
                (any, tricky) =>
                {
                    var body = $"x{any}{tricky}";
                    return Lines(Read(Draft(input => input with { Text = body })).TextBody) == Lines(body);
                },
                iter: 2000);

    [Fact]
    public void Whatever_type_and_content_id_are_accepted_can_be_written() =>
        Gen.Select(Gen.String[Gen.Char["ab/;= \"\\*'%0.-+"], 0, 20], Gen.String[Gen.Char["ab.@+=-_%<"], 1, 8]).Sample(
            (type, contentId) =>
            {
                var input = new EmailDraftInput
                {
                    To = [new("bob@example.net")],
                    Html = $"<img src=\"cid:{contentId}\">",
                    Attachments = [new("a", "a/b" + type, [1], contentId)],
                };
                var errors = new ValidationErrors();
                if (EmailDraftValidator.Validate(input, errors) is var draft && !errors.IsEmpty)
                    return;
                var part = Read(draft).BodyParts.Single(part => part.ContentType.MimeType.StartsWith("a/b", StringComparison.Ordinal));
                Assert.Equal(contentId, part.ContentId);
                Assert.Equal("inline", part.ContentDisposition!.Disposition);
            },
            iter: 5000);

    private static EmailDraft Draft(Func<EmailDraftInput, EmailDraftInput> change)
    {
        var errors = new ValidationErrors();
        var draft = EmailDraftValidator.Validate(change(new() { To = [new("bob@example.net")], Text = "Hello" }), errors);
        Assert.Empty(errors.Items);
        return draft!;
    }

    private static MimeMessage Read(EmailDraft draft)
    {
        var sender = new SenderHeader(EmailAddress.Parse("ann@acme.example"), "Ann");
        var email = EmailComposer.Compose(draft, sender, null, "<1@acme.example>", DateTimeOffset.UnixEpoch);
        Assert.DoesNotContain(email.RawMime, b => b is 0 or > 126);
        return MimeMessage.Load(new MemoryStream(email.RawMime));
    }

    private static string Lines(string? text) => text!.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
