using System.Diagnostics;
using AgentMail.Core.Emails;
using CsCheck;

namespace AgentMail.Tests.Core.Emails;

public sealed class PlainTextTwinTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "", "" },
        { "   \r\n ", "" },
        { "plain", "plain" },
        { "<p>One</p><p>Two</p>", "One\n\nTwo" },
        { "<p>One<p>Two", "One\n\nTwo" },
        { "<p></p><p>&nbsp;</p><p>x</p><p></p>", "x" },
        { "a<br>b<br/>c", "a\nb\nc" },
        { "a<br><br><br><br>b", "a\n\nb" },
        { "<div>a</div><div><br></div><div>b</div>", "a\n\nb" },
        { "<div><div>a</div></div><div>b</div>", "a\nb" },
        { "  many \n\t white&nbsp;&nbsp;spaces  ", "many white spaces" },
        { "<b>bo</b>ld <i> and</i> not", "bold and not" },
        { "<h1>Title</h1>Text", "Title\n\nText" },
        { "&lt;b&gt; &amp; &eacute; &#8364; &#x1F600;", "<b> & é € 😀" },
        { "a &lt; b < c", "a < b < c" },
        { "<script>alert('x')</script>a<style>p { color: red }</style>b<!-- c -->", "ab" },
        { "<html><head><title>T</title><meta charset=utf-8><style>x</style></head><body>Hello</body></html>", "Hello" },
        { "<div style='display: none; x: y'>preview<div>more</div></div><p>seen</p>", "seen" },
        { "<ul><li>a</li><li>b</li></ul>c", "- a\n- b\n\nc" },
        { "<ul><li>a<li>b</ul>", "- a\n- b" },
        { "<ul><li><p>a</p></li><li></li><li><p>b</p></li></ul>", "- a\n\n- b" },
        { "<ol><li>a</li><li>b<br>c</li></ol>", "1. a\n2. b\n   c" },
        { "<ul><li>a<ol><li>x</li><li>y</li></ol></li><li>b</li></ul>", "- a\n  1. x\n  2. y\n- b" },
        { "<ul><li></li></ul>text", "text" },
        { "<li>alone", "- alone" },
        { "see <a href='https://acme.example/a?b=1&amp;c=2'>our page</a>.", "see our page <https://acme.example/a?b=1&c=2>." },
        { "<a href='https://acme.example/'>https://acme.example</a>", "https://acme.example" },
        { "<a href='https://acme.example/'>acme.example</a>", "acme.example" },
        { "<a href='mailto:ann@acme.example?subject=x'>ann@acme.example</a>", "ann@acme.example" },
        { "<a href='mailto:ann@acme.example'>Ann</a>", "Ann <mailto:ann@acme.example>" },
        { "<a href='tel:+49123'>call</a>", "call <tel:+49123>" },
        { "<a href='javascript:alert(1)'>x</a> <a href='#top'>y</a> <a name=z>z</a>", "x y z" },
        { "<a href='https://acme.example/f'><img src='x' alt='Facebook'></a>", "Facebook <https://acme.example/f>" },
        { "<a href='https://acme.example/f'><img src='x'></a>", "<https://acme.example/f>" },
        { "<a href='https://a.example/'>one<a href='https://b.example/'>two</a>", "one <https://a.example/>two <https://b.example/>" },
        { "<table><tr><td>Order</td><td>4711</td></tr><tr><td>Total</td><td></td><td>12 €</td></tr></table>", "Order  4711\nTotal  12 €" },
        { "<table><tr><td><table><tr><td>a</td></tr></table></td><td><p>b</p></td></tr></table>", "a\n\nb" },
        { "<p>He wrote:</p><blockquote><p>One</p><p>Two</p></blockquote><p>Yes</p>", "He wrote:\n\n> One\n>\n> Two\n\nYes" },
        { "<blockquote>a<blockquote>b</blockquote>c</blockquote>", "> a\n>\n> > b\n>\n> c" },
        { "<blockquote><ul><li>a</li></ul></blockquote>", "> - a" },
        { "<pre>a\n  b  c\n</pre>d", "a\n  b  c\n\nd" },
        { "a<hr>b", "a\n\n----------\n\nb" },
        { "so\u00adft\u200b\ufeff and \u0007bell", "soft and bell" },
        { "</ul></blockquote></pre></a></p>x", "x" },
        { "<unknown-tag>x</unknown-tag><o:p></o:p>", "x" },
        { "<p", "" },
        { "x<!-- unclosed", "x" },
        { "<p>x</p><script>unclosed <p>y</p>", "x" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reads_well(string html, string text) => Assert.Equal(text, PlainTextTwin.From(html));

    [Theory]
    [InlineData("<div>")]
    [InlineData("<blockquote>")]
    [InlineData("<ul><li>")]
    [InlineData("<ol>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<a href='https://acme.example/'>")]
    [InlineData("<div style='display:none'>")]
    [InlineData("<pre>")]
    [InlineData("<b><i>")]
    [InlineData("</div>")]
    [InlineData("<!--")]
    [InlineData("<")]
    [InlineData("&")]
    [InlineData("<p a=")]
    [InlineData("<script>")]
    [InlineData("<![CDATA[")]
    public void Ten_thousand_nested_tags_are_read_at_once(string tag)
    {
        var clock = Stopwatch.StartNew();
        PlainTextTwin.From(string.Concat(Enumerable.Repeat(tag, 10_000)) + "x");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Is_cut_off_where_nobody_reads_on() =>
        Assert.Equal(PlainTextTwin.MaxLength, PlainTextTwin.From(string.Concat(Enumerable.Repeat("<p>word</p>", 400_000))).Length);

    [Fact]
    public void Quotes_and_lists_do_not_blow_up_the_text()
    {
        var html = string.Concat(Enumerable.Repeat("<blockquote><ul>", 1000)) + string.Concat(Enumerable.Repeat("<br>x", 10_000));
        Assert.InRange(PlainTextTwin.From(html).Length, 1, html.Length * 8);
    }

    [Fact]
    public void Any_text_is_taken() =>
        Gen.String[Gen.OneOf(Gen.Char["<>/=&;'\"! -bprultdaeh#x0"], Gen.Char), 0, 200].Sample(html => PlainTextTwin.From(html) is not null, iter: 5000);
}
