using System.Diagnostics;
using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Markup;
using AgentMail.Core.Emails.Quoting;
using AgentMail.Core.Signatures;

namespace AgentMail.Tests.Core.Emails;

public sealed class SignaturePlacementTests
{
    private const string AtEnd = "<div class=\"agentmail-signature\"><br>SIG</div>";
    private const string AtMark = "<div class=\"agentmail-signature\">SIG</div>";
    private const string AboveQuote = AtEnd + "<br>";

    private static readonly SignatureContent Signature = new("SIG", " sig\n");

    [Theory]
    [InlineData("<p>x</p>", "<p>x</p>|")]
    [InlineData("<html><body>x</body></html>", "<html><body>x|</body></html>")]
    [InlineData("<HTML><BODY>x</BODY ></HTML>", "<HTML><BODY>x|</BODY ></HTML>")]
    [InlineData("<html>x</html>\n", "<html>x|</html>\n")]
    [InlineData("<body>x</body><!-- </body> -->", "<body>x|</body><!-- </body> -->")]
    [InlineData("<body><!-- </body> -->x<!----></body>", "<body><!-- </body> -->x<!---->|</body>")]
    [InlineData("<body><div><body>x</body></div>y</body>", "<body><div><body>x</body></div>y|</body>")]
    [InlineData("<!--[if mso]><body><![endif]-->x</body>", "<!--[if mso]><body><![endif]-->x|</body>")]
    [InlineData("<p title=\"</body>\">x", "<p title=\"</body>\">x|")]
    [InlineData("<style></body></style>x", "<style></body></style>x|")]
    [InlineData("x<!-- unclosed", "x|<!-- unclosed")]
    [InlineData("x<a href=\"unclosed", "x|<a href=\"unclosed")]
    [InlineData("<body>x</body><style>unclosed", "<body>x|</body><style>unclosed")]
    public void Html_has_it_at_the_end_of_the_body(string html, string expected) => Assert.Equal(expected.Replace("|", AtEnd, StringComparison.Ordinal), Html(html));

    [Theory]
    [InlineData("<p>a</p>§<p>b</p>", "<p>a</p>|<p>b</p>")]
    [InlineData("§", "|")]
    [InlineData("a§b§c§", "a|bc")]
    [InlineData("<p title='§'>a§b", "<p title='§'>a|b")]
    public void Html_has_it_at_the_mark_and_only_once(string html, string expected)
    {
        Assert.Equal(Marked(expected).Replace("|", AtMark, StringComparison.Ordinal), Html(Marked(html)));
        Assert.Equal(Marked(expected).Replace("|", AtMark, StringComparison.Ordinal), Html(Marked(html), isReply: true));
        Assert.Equal(Marked(expected).Replace("|", "", StringComparison.Ordinal), EmailBodies.Of(Draft(Marked(html)), null).Html);
    }

    [Theory]
    [InlineData("<p>a</p><blockquote>q</blockquote>", "<p>a</p>|<blockquote>q</blockquote>")]
    [InlineData("<body><p>a</p><blockquote>q</blockquote></body>", "<body><p>a</p>|<blockquote>q</blockquote></body>")]
    [InlineData("<blockquote>q</blockquote>", "|<blockquote>q</blockquote>")]
    [InlineData("<p>a</p>", "<p>a</p>#")]
    public void On_a_reply_it_is_above_the_quoted_text(string html, string expected)
    {
        Assert.Equal(expected.Replace("|", AboveQuote, StringComparison.Ordinal).Replace("#", AtEnd, StringComparison.Ordinal), Html(html, isReply: true));
        Assert.Equal(Html(html, isReply: true), EmailBodies.Of(Draft(html) with { References = ["<a@b>"] }, Signature).Html);
    }

    [Fact]
    public void A_mark_within_the_quoted_text_is_none()
    {
        Assert.Equal($"a{AboveQuote}<blockquote>q</blockquote>", Html(Marked("a<blockquote>q§</blockquote>"), isReply: true));
        Assert.Equal($"a{AtMark}b<blockquote>q</blockquote>", Html(Marked("a§b<blockquote>q§</blockquote>"), isReply: true));
    }

    [Theory]
    [InlineData("<p>a</p><div class=\"agentmail-signature\"><br>SIG</div>")]
    [InlineData("<p>a</p><div style='' class='x agentmail-signature y'>edited</div><blockquote>q</blockquote>")]
    public void A_body_that_comes_back_signed_is_not_signed_again(string html)
    {
        Assert.Equal(html, Html(html, isReply: true));
        Assert.Equal(html, Html(html));
        Assert.Equal(html, Html(html + SignaturePlacement.Mark));
    }

    [Theory]
    [InlineData("a<blockquote>q<div class=\"agentmail-signature\">S</div></blockquote>", "a|<blockquote>q<div class=\"agentmail-signature\">S</div></blockquote>")]
    [InlineData("a<div class=\"gmail_quote\"><div class=\"agentmail-signature\">S</div></div>", "a|<div class=\"gmail_quote\"><div class=\"agentmail-signature\">S</div></div>")]
    [InlineData("a<!-- class=\"agentmail-signature\" --><blockquote>q</blockquote>", "a<!-- class=\"agentmail-signature\" -->|<blockquote>q</blockquote>")]
    [InlineData("a<p class=\"agentmail-signatures\">b</p><blockquote>q</blockquote>", "a<p class=\"agentmail-signatures\">b</p>|<blockquote>q</blockquote>")]
    public void What_was_quoted_with_its_signature_gets_another(string html, string expected) =>
        Assert.Equal(expected.Replace("|", AboveQuote, StringComparison.Ordinal), Html(html, isReply: true));

    [Theory]
    [InlineData("Hello", "Hello\n\n-- \nsig\n")]
    [InlineData("Hello\r\n\r\n", "Hello\n\n-- \nsig\n")]
    [InlineData("a§", "a\n\n-- \nsig\n")]
    [InlineData("a\n§\nb§", "a\n\nsig\n\nb")]
    [InlineData("sigh", "sigh\n\n-- \nsig\n")]
    public void Text_has_it_below_the_delimiter_or_at_the_mark(string text, string expected) => Assert.Equal(expected, Text(Marked(text)));

    [Theory]
    [InlineData("a\n\nOn Mon, 23 Nov 2026, Bob wrote:\n> q\n", "a\n\nsig\n\nOn Mon, 23 Nov 2026, Bob wrote:\n> q\n")]
    [InlineData("a\r\n> q", "a\n\nsig\n\n> q")]
    [InlineData("> q", "sig\n\n> q")]
    [InlineData("a", "a\n\n-- \nsig\n")]
    [InlineData("> q\n\na", "> q\n\na\n\n-- \nsig\n")]
    public void Text_of_a_reply_has_it_above_the_quoted_text(string text, string expected) => Assert.Equal(expected, Text(text, isReply: true));

    [Theory]
    [InlineData("a\n\n-- \nsig\n")]
    [InlineData("a\r\n\r\n-- \r\nsig\r\n\r\n> q")]
    public void Text_that_comes_back_signed_is_not_signed_again(string text) => Assert.Equal(text, Text(text, isReply: true));

    [Fact]
    public void Without_a_signature_nothing_changes_but_marks()
    {
        Assert.Equal("x", EmailBodies.Of(Draft("x"), null).Html);
        Assert.Equal("x\n", EmailBodies.Of(new() { Text = "x\n" }, new(" ", " ")).Text);
        Assert.Equal("ab", EmailBodies.Of(new() { Text = Marked("a§b") }, null).Text);
    }

    [Theory]
    [InlineData("<p>a</p><blockquote>q</blockquote>", "a\n\nsig\n\n> q")]
    [InlineData("<p>a</p>§<p>b</p>", "a\n\nsig\n\nb")]
    [InlineData("<p>a</p>§", "a\n\n-- \nsig\n")]
    [InlineData("<p>a</p>", "a\n\n-- \nsig\n")]
    [InlineData("§<p>b</p>", "sig\n\nb")]
    [InlineData("<ul><li>a</li><li>§b</li></ul>", "- a\n\nsig\n\n- b")]
    [InlineData("<p>a</p><div class=\"agentmail-signature\">S</div>", "a\n\nS")]
    public void The_twin_has_it_in_the_same_place(string html, string expected) =>
        Assert.Equal(expected, EmailBodies.Of(Draft(Marked(html)) with { InReplyTo = "<a@b>" }, Signature).Text);

    [Theory]
    [InlineData("<blockquote>")]
    [InlineData("<p>On 1 May x wrote:</p>")]
    [InlineData("<b>From:</b> a@b<br>")]
    [InlineData("<!--agentmail:signature-->")]
    [InlineData("<div class=\"agentmail-signature")]
    [InlineData("</body>")]
    [InlineData("<hr>")]
    [InlineData("On 1 May @ wrote ")]
    public void Hostile_bodies_cost_a_pass(string part)
    {
        var body = string.Concat(Enumerable.Repeat(part, 2_000_000 / part.Length));
        var clock = Stopwatch.StartNew();
        EmailBodies.Of(new() { Html = body, Text = body.Replace("<br>", "\n", StringComparison.Ordinal), InReplyTo = "<a@b>" }, Signature);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"took {clock.Elapsed}");
    }

    /// <summary>An agent chooses both, and at each line of the text the signature matches for a long way.</summary>
    [Fact]
    public void A_text_that_nearly_is_the_signature_everywhere_costs_a_pass()
    {
        var signature = string.Concat(Enumerable.Repeat("a\n", 60_000)) + "c\n" + string.Concat(Enumerable.Repeat("a\n", 60_000)) + "a";
        var text = string.Concat(Enumerable.Repeat("a\n", 1_000_000));
        var clock = Stopwatch.StartNew();
        EmailBodies.Of(new() { Text = text }, new("<p>S</p>", signature));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Millions_of_lines_are_looked_at_and_not_kept()
    {
        var (text, html) = (string.Concat(Enumerable.Repeat("a\n", 1_000_000)), string.Concat(Enumerable.Repeat("<p>a", 1_000_000)));
        var lines = new HtmlLines();
        var scanner = new HtmlScanner(html);
        while (scanner.Next())
            lines.Take(scanner);
        lines.Finish();

        Assert.Equal(BodyLine.MaxLines, TextLines.Of(text).Count);
        Assert.Equal(BodyLine.MaxLines, lines.Lines.Count);
    }

    private static string Marked(string text) => text.Replace("§", SignaturePlacement.Mark, StringComparison.Ordinal);

    private static EmailDraft Draft(string html) => new() { Html = html };

    private static string? Html(string html, bool isReply = false) => EmailBodies.Of(Draft(html) with { InReplyTo = isReply ? "<a@b>" : null }, Signature).Html;

    private static string Text(string text, bool isReply = false) => EmailBodies.Of(new() { Text = text, InReplyTo = isReply ? "<a@b>" : null }, Signature).Text;
}
