using System.Diagnostics;
using AgentMail.Core.Emails.Markup;
using CsCheck;

namespace AgentMail.Tests.Core.Emails.Markup;

public sealed class HtmlScannerTests
{
    [Theory]
    [InlineData("a<b>c</b>", "Text a|StartTag <b>|Text c|EndTag </b>")]
    [InlineData("<a title=\"x>y\" b='<i>'>z", "StartTag <a title=\"x>y\" b='<i>'>|Text z")]
    [InlineData("<a b=c>d</a >", "StartTag <a b=c>|Text d|EndTag </a >")]
    [InlineData("<!-- <b> --><!--><!---><!----!>x", "Comment <!-- <b> -->|Comment <!-->|Comment <!--->|Comment <!----!>|Text x")]
    [InlineData("<!doctype html><?xml ?></3><![if !mso]>", "Comment <!doctype html>|Comment <?xml ?>|Comment </3>|Comment <![if !mso]>")]
    [InlineData("<style>a<b></styles></STYLE >x", "StartTag <style>|Raw a<b></styles>|EndTag </STYLE >|Text x")]
    [InlineData("<script></script>", "StartTag <script>|EndTag </script>")]
    [InlineData("1 < 2 <3", "Text 1 |Text < 2 |Text <3")]
    [InlineData("<", "Text <")]
    [InlineData("</", "Text </")]
    [InlineData("x<!-- open", "Text x|Comment <!-- open…")]
    [InlineData("x<a title=\"open>y", "Text x|StartTag <a title=\"open>y…")]
    [InlineData("x<style>open", "Text x|StartTag <style>|Raw open…")]
    public void Cuts_as_browsers_do(string html, string pieces) => Assert.Equal(pieces, string.Join('|', Pieces(html)));

    [Theory]
    [InlineData("<img src=a>", "src=a")]
    [InlineData("<img  SRC = 'a b' alt>", "SRC=a b|alt=")]
    [InlineData("<img/src=\"a\"alt=b/>", "src=a|alt=b/")]
    [InlineData("<img =x=y>", "=x=y")]
    [InlineData("<img src=>", "src=")]
    public void Reads_attributes(string html, string expected)
    {
        var scanner = new HtmlScanner(html);
        Assert.True(scanner.Next());
        var attributes = scanner.Attributes;
        var found = new List<string>();
        while (attributes.Next())
            found.Add($"{attributes.Name}={attributes.Value}");
        Assert.Equal(expected, string.Join('|', found));
    }

    [Fact]
    public void No_character_is_lost()
    {
        string[] parts = ["<", ">", "</", "<!--", "-->", "--", "!", "a", "b=", "\"", "'", " ", "<style", "</style", "<p>", "x", "/", "?", "=", "\n"];
        Gen.Int[0, parts.Length - 1].Array[0, 40].Select(indices => string.Concat(indices.Select(i => parts[i]))).Sample(
            html => string.Concat(Pieces(html).Select(piece => piece[(piece.IndexOf(' ', StringComparison.Ordinal) + 1)..].TrimEnd('…'))) == html, iter: 5000);
    }

    [Theory]
    [InlineData("<")]
    [InlineData("<!--")]
    [InlineData("<!-- -")]
    [InlineData("<a ")]
    [InlineData("<a b=\"")]
    [InlineData("<style></style ")]
    [InlineData("</sty")]
    [InlineData("<a b=' c=\" ")]
    public void Hostile_html_costs_a_pass(string part)
    {
        var html = string.Concat(Enumerable.Repeat(part, 4_000_000 / part.Length));
        var clock = Stopwatch.StartNew();
        var scanner = new HtmlScanner(html);
        while (scanner.Next())
        {
        }
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    private static List<string> Pieces(string html)
    {
        var pieces = new List<string>();
        var scanner = new HtmlScanner(html);
        while (scanner.Next())
            pieces.Add($"{scanner.Piece} {scanner.Value}{(scanner.IsWhole ? "" : "…")}");
        return pieces;
    }
}
