using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Quoting;

namespace AgentMail.Tests.Core.Emails.Quoting;

/// <summary>Answers as mail programs and CRM editors write them; "|" stands where the quoted part begins.</summary>
public sealed class QuotedPartTests
{
    [Theory]
    [InlineData("Gmail", "<div dir=\"ltr\">Thanks, it works.</div><br>|<div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">On Mon, 23 Nov 2026 at 10:00, Bob Miller &lt;<a href=\"mailto:bob@example.net\">bob@example.net</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\"><div>Hello</div></blockquote></div>")]
    [InlineData("Thunderbird", "<html><head><meta http-equiv=\"content-type\" content=\"text/html; charset=UTF-8\"></head><body><p>Thanks</p>|<div class=\"moz-cite-prefix\">Am 23.11.26 um 10:00 schrieb Bob:<br></div><blockquote type=\"cite\" cite=\"mid:1@example.net\"><p>Hello</p></blockquote></body></html>")]
    [InlineData("Apple Mail", "<html><body style=\"overflow-wrap: break-word;\">Thanks<br><div><br>|<blockquote type=\"cite\"><div>On 23. Nov 2026, at 10:00, Bob &lt;bob@example.net&gt; wrote:</div><br class=\"Apple-interchange-newline\"><div><div>Hello</div></div></blockquote></div><br></body></html>")]
    [InlineData("Apple Mail on a phone", "<html><body dir=\"auto\"><div>Thanks</div><div dir=\"ltr\">Sent from my iPhone</div><div dir=\"ltr\"><br>|<blockquote type=\"cite\">On Nov 23, 2026, at 10:00 AM, Bob &lt;bob@example.net&gt; wrote:<br><br></blockquote></div><blockquote type=\"cite\"><div dir=\"ltr\">Hello</div></blockquote></body></html>")]
    [InlineData("Yahoo", "<html><body><div class=\"ydp1yahoo-style-wrap\"><div>Thanks</div><div><br></div></div>|<div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\"><div>On Monday, November 23, 2026, 10:00 AM, Bob &lt;bob@example.net&gt; wrote:</div><div>Hello</div></div></body></html>")]
    [InlineData("Proton Mail", "<div style=\"font-family: Arial\">Thanks</div><div class=\"protonmail_signature_block\"></div>|<div class=\"protonmail_quote\">On Monday, November 23rd, 2026 at 10:00, Bob &lt;bob@example.net&gt; wrote:<br><blockquote class=\"protonmail_quote\" type=\"cite\">Hello</blockquote></div>")]
    [InlineData("Outlook on the web", "<html><body><div class=\"elementToProof\">Thanks</div>|<div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri\"><b>From:</b> Bob &lt;bob@example.net&gt;<br><b>Sent:</b> Monday<br><b>Subject:</b> Case</font></div><div>Hello</div></body></html>")]
    [InlineData("Outlook on the web, older", "<div>Thanks</div>|<hr tabindex=\"-1\" style=\"width:98%\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><b>From:</b> Bob<br><b>Sent:</b> Monday</div><div>Hello</div>")]
    [InlineData("Outlook", "<html><body><div class=WordSection1><p class=MsoNormal>Thanks<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div>|<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>From:</b> Bob Miller<br><b>Sent:</b> Monday<br><b>To:</b> Ann<br><b>Subject:</b> Case<o:p></o:p></p></div></div><p class=MsoNormal>Hello</p></div></body></html>")]
    [InlineData("Outlook in German", "<div class=WordSection1><p>Danke</p><div>|<div style='border:none; border-top:solid #B5C4DF 1.0pt'><p class=MsoNormal><b>Von:</b> Bob<br><b>Gesendet:</b> Montag<br><b>Betreff:</b> Fall</p></div></div><p>Hallo</p></div>")]
    [InlineData("Outlook.com", "<div>Thanks</div>|<hr id=\"stopSpelling\">From: bob@example.net<br>Sent: Monday<br>Hello")]
    [InlineData("Outlook, its box taken off by an editor", "<p>Merci</p>|<p><b>De&nbsp;:</b> Bob<br><b>Envoyé&nbsp;:</b> lundi<br><b>À&nbsp;:</b> Ann<br><b>Objet&nbsp;:</b> Cas</p><p>Bonjour</p>")]
    [InlineData("GMX", "<div>Danke</div><div>&nbsp;|<div name=\"quote\" style=\"margin:10px 5px 5px 10px\"><div style=\"margin:0 0 10px 0;\"><b>Gesendet:</b>&nbsp;Montag<br/><b>Von:</b>&nbsp;Bob</div><div>Hallo</div></div></div>")]
    [InlineData("A CRM's editor", "<p>Thanks</p>|<p>On Mon, 23 Nov 2026, Bob wrote:</p><blockquote><p>Hello</p></blockquote>")]
    [InlineData("A CRM's editor, breaks for lines", "Thanks<br><br>|Le lun. 23 nov. 2026 à 10:00, Bob &lt;bob@example.net&gt; a écrit&nbsp;:<br><blockquote>Bonjour</blockquote>")]
    [InlineData("In a table", "<table><tr><td>Thanks</td></tr><tr><td>|On 23 Nov Bob wrote:<blockquote>Hello</blockquote></td></tr></table>")]
    [InlineData("Nothing but a quote", "<body>|<blockquote>Hello</blockquote></body>")]
    [InlineData("A thread id below", "<p>Thanks</p>|<blockquote>Hello</blockquote><p>ref:_00D20:ref</p>")]
    [InlineData("A chain", "<p>Thanks</p>|<blockquote>1<blockquote>2</blockquote>3</blockquote><p>On 22 Nov, Cy wrote:</p><blockquote>4</blockquote>")]
    [InlineData("An original message", "<p>Thanks</p>|<p>-----Original Message-----</p><p>Hello</p>")]
    public void Html_is_cut_above_what_it_answers(string program, string html) =>
        Assert.Equal($"{program}: {html}", $"{program}: {Cut(html.Replace("|", "", StringComparison.Ordinal), HtmlSurvey.Of(html.Replace("|", "", StringComparison.Ordinal)).Quote)}");

    [Theory]
    [InlineData("<p>Hello</p>")]
    [InlineData("<p>First</p><blockquote style=\"margin: 0 0 0 40px; border: none; padding: 0px;\"><p>indented</p></blockquote><p>Last</p>")]
    [InlineData("<p>You wrote on 3 May:</p><p>it is broken</p>")]
    [InlineData("<p>From: Berlin<br>To: Rome<br>Date: 3 May</p>")]
    [InlineData("<div style=\"border:none;border-top:solid 1px\">My own box</div>")]
    [InlineData("<p>a</p><hr><p>b</p>")]
    [InlineData("<!-- <blockquote> --><p title='<blockquote>'>a</p><style>blockquote{}</style>")]
    public void Html_without_a_quote_is_not_cut(string html) => Assert.Null(HtmlSurvey.Of(html).Quote);

    [Theory]
    [InlineData("<blockquote>Hello?</blockquote><p>Yes.</p>")]
    [InlineData("<p>On 23 Nov, Bob wrote:</p><blockquote>Hello?</blockquote><p>Yes.</p>")]
    [InlineData("<p>Hi,</p><blockquote>One?</blockquote><p>Yes.</p><blockquote>Two?</blockquote><p>No.</p>")]
    public void An_answer_below_or_between_quotes_ends_where_the_body_ends(string html) => Assert.Null(HtmlSurvey.Of(html).Quote);

    [Theory]
    [InlineData("Gmail", "Thanks\r\n\r\n|On Mon, 23 Nov 2026 at 10:00, Bob <bob@example.net> wrote:\r\n\r\n> Hello\r\n>\r\n> Bob\r\n")]
    [InlineData("A long line, broken", "Thanks\n\n|On Mon, 23 Nov 2026 at 10:00, Bob Miller of the very long company\n<bob@example.net> wrote:\n> Hello")]
    [InlineData("Gmail in German", "Danke\n\n|Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Bob <bob@example.net>:\n\n> Hallo")]
    [InlineData("Gmail in French", "Merci\n\n|Le lun. 23 nov. 2026 à 10:00, Bob <bob@example.net> a écrit :\n\n> Bonjour")]
    [InlineData("Bare quote", "Thanks\n\n|> Hello\n> Bob")]
    [InlineData("Outlook, old", "Thanks\n\n|-----Original Message-----\nFrom: Bob\nSent: Monday\n\nHello")]
    [InlineData("Outlook in German", "Danke\n\n|-----Ursprüngliche Nachricht-----\nVon: Bob\n\nHallo")]
    [InlineData("Outlook", "Thanks\n\n|________________________________\nFrom: Bob <bob@example.net>\nSent: Monday\nTo: Ann\nSubject: Case\n\nHello")]
    [InlineData("Outlook, bold as stars", "Thanks\n\n|*From:* Bob\n*Sent:* Monday\n*To:* Ann\n*Subject:* Case\n\nHello")]
    [InlineData("Zoho", "Thanks\n\n|---- On Mon, 23 Nov 2026 10:00:00 Bob <bob@example.net> wrote ----\nHello")]
    public void Text_is_cut_above_what_it_answers(string program, string text)
    {
        var plain = text.Replace("|", "", StringComparison.Ordinal);
        Assert.Equal($"{program}: {text}", $"{program}: {Cut(plain, QuotedPart.StartOf(TextLines.Of(plain)))}");
    }

    [Theory]
    [InlineData("Hello")]
    [InlineData("On 3 May you wrote:\nit is broken")]
    [InlineData("From: Berlin\nTo: Rome\nDate: 3 May")]
    [InlineData("> Hello?\nYes.")]
    [InlineData("Hi,\n> One?\nYes.\n> Two?\nNo.")]
    [InlineData("a\n--------------------\nb")]
    public void Text_without_a_quote_below_is_not_cut(string text) => Assert.Null(QuotedPart.StartOf(TextLines.Of(text)));

    private static string Cut(string body, int? at) => at is { } place ? body.Insert(place, "|") : body;
}
