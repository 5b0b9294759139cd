using System.Diagnostics;
using AgentMail.Core.Signatures;
using AgentMail.Core.Validation;
using CsCheck;

namespace AgentMail.Tests.Core.Signatures;

public sealed class SignatureSanitizerTests
{
    [Theory]
    [InlineData("<b>Ann</b><br>Acme")]
    [InlineData("<p style=\"color: #ff0000; font-size: 12px\">Ann</p>")]
    [InlineData("<table width=\"100%\" cellpadding=\"0\" border=\"0\"><tbody><tr><td align=\"left\" valign=\"top\" bgcolor=\"#ffffff\">Ann</td></tr></tbody></table>")]
    [InlineData("<a href=\"https://acme.example/a?b=1&amp;c=2\" target=\"_blank\">Acme</a>")]
    [InlineData("<a href=\"mailto:ann@acme.example\">Mail</a> <a href=\"tel:+49123\">Call</a>")]
    [InlineData("<img src=\"https://acme.example/logo.png\" alt=\"Acme\" width=\"120\">")]
    [InlineData("<img src=\"cid:logo@acme\" alt=\"\">")]
    [InlineData("<img src=\"data:image/png;base64,iVBORw0KGgo=\">")]
    [InlineData("<font face=\"Arial\" color=\"#333333\" size=\"2\">Ann</font>")]
    [InlineData("<img src=\"data:image/jpg;base64,iVBORw0KGgo=\">")]
    [InlineData("Grüße 😀 &amp; more")]
    [InlineData("<p>{{ agent.displayName }} | {% if channel %}{{ channel.name }}{% endif %}</p>")]
    [InlineData("<a href=\"mailto:{{ agent.email }}\">{{agent.email}}</a>")]
    [InlineData("<a href=\"https://acme.example/team/{{ agent.id }}?via={{ channel.id }}#{{ channel.id }}\">x</a>")]
    [InlineData("<a href=\"tel:{{ agent.id }}\" title=\"Call {{ agent.displayName }}\">x</a>")]
    [InlineData("<img src=\"https://acme.example/{{ agent.id }}.png\" alt=\"{{ agent.displayName }}\">")]
    [InlineData("{{ agent.email | default: &quot;a &amp; b&quot; }}{% if 1 &lt; 2 %}x{% endif %}")]
    [InlineData("a { b } {c} {{ d")]
    public void Keeps_what_signatures_are_made_of(string html) => Assert.Equal(html, Sanitize(html).Html);

    [Theory]
    [InlineData("<script>alert(1)</script>a", "a")]
    [InlineData("<SCRIPT SRC=https://evil.example/x.js></SCRIPT>a", "a")]
    [InlineData("a<style>@import url(https://evil.example/x.css)</style>", "a")]
    [InlineData("a<link rel=stylesheet href=https://evil.example/x.css>", "a")]
    [InlineData("a<meta http-equiv=refresh content='0;url=https://evil.example'>", "a")]
    [InlineData("a<base href=https://evil.example/>", "a")]
    [InlineData("a<iframe src=https://evil.example></iframe>", "a")]
    [InlineData("a<iframe srcdoc='<script>1</script>'></iframe>", "a")]
    [InlineData("a<object data=x></object><embed src=x>", "a")]
    [InlineData("a<form action=https://evil.example><input name=password><button>Go</button></form>", "a")]
    [InlineData("a<svg onload=alert(1)><script>alert(1)</script></svg>", "a")]
    [InlineData("a<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>", "a")]
    [InlineData("a<template><img src=x onerror=alert(1)></template>", "a")]
    [InlineData("a<!-- comment --><!--[if mso]>x<![endif]-->", "a")]
    [InlineData("<b onclick=alert(1) onmouseover=alert(1)>a</b>", "<b>a</b>")]
    [InlineData("<b id=x class=y data-z=1 contenteditable>a</b>", "<b>a</b>")]
    [InlineData("<img src=x onerror=alert(1)>", "<img>")]
    [InlineData("<a href='javascript:alert(1)'>a</a>", "<a>a</a>")]
    [InlineData("<a href=' JaVa&#x0A;script:alert(1)'>a</a>", "<a>a</a>")]
    [InlineData("<a href='vbscript:x'>a</a>", "<a>a</a>")]
    [InlineData("<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>", "<a>a</a>")]
    [InlineData("<a href='data:image/png;base64,AAAA'>a</a>", "<a>a</a>")]
    [InlineData("<a href='cid:x'>a</a>", "<a>a</a>")]
    [InlineData("<a href='file:///etc/passwd'>a</a>", "<a>a</a>")]
    [InlineData("<a href='//evil.example'>a</a>", "<a>a</a>")]
    [InlineData("<a href='/relative'>a</a>", "<a>a</a>")]
    [InlineData("<img src='data:image/svg+xml;base64,PHN2Zz4='>", "<img>")]
    [InlineData("<img src='data:text/html,x'>", "<img>")]
    [InlineData("<img src='mailto:a@b'>", "<img>")]
    [InlineData("<img src='https://acme.example/a.png' srcset='javascript:x 2x' usemap=#x>", "<img src=\"https://acme.example/a.png\">")]
    [InlineData("<td background='https://evil.example/x.png'>a</td>", "a")]
    [InlineData("<div style='position: fixed; top: 0; z-index: 9; color: red'>a</div>", "<div style=\"color: #ff0000\">a</div>")]
    [InlineData("<div style='background: url(https://evil.example/x)'>a</div>", "<div style=\"background-color: initial\">a</div>")]
    [InlineData("<div style='list-style-type: url(https://evil.example/x)'>a</div>", "<div>a</div>")]
    [InlineData("<div style='width: expression(alert(1))'>a</div>", "<div>a</div>")]
    [InlineData("<div style='behavior: url(x.htc); -moz-binding: url(x)'>a</div>", "<div>a</div>")]
    [InlineData("<div style='font-family: \"x; background: u\\72l(https://evil.example)\"'>a</div>", "<div>a</div>")]
    [InlineData("<html><head><title>t</title><style>b{}</style></head><body onload=x><b>a</b></body></html>", "<b>a</b>")]
    [InlineData("<b>unclosed", "<b>unclosed</b>")]
    [InlineData("<a href='{{ agent.email }}'>a</a>", "<a>a</a>")]
    [InlineData("<a href='{{ x }}:alert(1)'>a</a>", "<a>a</a>")]
    [InlineData("<a href='java{{ x }}script:alert(1)'>a</a>", "<a>a</a>")]
    [InlineData("<a href='https://{{ channel.name }}/x'>a</a>", "<a>a</a>")]
    [InlineData("<a href='https://a.example{{ channel.name }}'>a</a>", "<a>a</a>")]
    [InlineData("<a href='//{{ channel.name }}'>a</a>", "<a>a</a>")]
    [InlineData("<img src='data:image/png;base64,{{ x }}'>", "<img>")]
    [InlineData("<b {{ agent.id }}>a</b>", "<b>a</b>")]
    [InlineData("<img src='http://acme.example/logo.png'>", "<img src=\"https://acme.example/logo.png\">")]
    [InlineData("<img src='http://acme.example:8080/logo.png' alt=Acme>", "<img alt=\"Acme\">")]
    [InlineData("a<img src='https://track.example/open.gif' width=1 height=1>", "a")]
    [InlineData("a<img src='https://track.example/open.gif' style='width:1px;height:1px'>", "a")]
    [InlineData("a<img src='https://track.example/open.gif' style='display: none'>", "a")]
    [InlineData("<p class=MsoNormal>Ann<o:p></o:p> <st1:city w:st=on>Berlin</st1:city></p>", "<p>Ann Berlin</p>")]
    [InlineData("<!--[if gte vml 1]><v:shape id=x><v:imagedata src=x.png></v:shape><![endif]--><![if !vml]><img src='https://acme.example/a.png' width=90><![endif]>", "<img src=\"https://acme.example/a.png\" width=\"90\">")]
    [InlineData("<v:shape><v:textbox>twice</v:textbox></v:shape>once", "once")]
    [InlineData("<picture><source srcset=x><img src='https://acme.example/a.png'></picture>", "<img src=\"https://acme.example/a.png\">")]
    [InlineData("</div></td>a", "a")]
    public void Drops_what_can_harm(string html, string sanitized) => Assert.Equal(sanitized, Sanitize(html).Html);

    [Fact]
    public void Sanitising_twice_changes_nothing_more()
    {
        var once = Sanitize("<p style='color:red;font-family:\"Segoe UI\"'>a<a href='https://acme.example/?a=1&b=2'>x</a><script>1</script><table><tr><td>y").Html;
        Assert.Equal(once, Sanitize(once).Html);
    }

    [Fact]
    public void Makes_the_plain_text_twin() =>
        Assert.Equal("Ann Smith\nAcme <https://acme.example/x>", Sanitize("<b>Ann Smith</b><br><a href='https://acme.example/x'>Acme</a>").Text);

    [Theory]
    [InlineData(SignatureSanitizer.MaxBytes, true)]
    [InlineData(SignatureSanitizer.MaxBytes + 1, false)]
    public void Has_a_largest_size(int length, bool accepted)
    {
        Assert.Equal(accepted, SignatureSanitizer.TrySanitize(new string('a', length), out _, out var problem));
        Assert.Equal(accepted ? null : FieldCodes.TooLong, problem?.Code);
    }

    [Fact]
    public void Octets_count_and_not_characters() =>
        Assert.False(SignatureSanitizer.TrySanitize(new string('例', SignatureSanitizer.MaxBytes / 2), out _, out _));

    [Theory]
    [InlineData("<div>", 10_000)]
    [InlineData("<div/>", 1_999)]
    [InlineData("<b>", 100_000)]
    [InlineData("<svg><style><g>", 600)]
    [InlineData("<svg><title><div>", 600)]
    [InlineData("<table><tr><td>", 600)]
    [InlineData("<ul><li>", 900)]
    public void Deep_or_endless_nesting_is_refused(string tag, int times)
    {
        Assert.False(SignatureSanitizer.TrySanitize(string.Concat(Enumerable.Repeat(tag, times)), out _, out var problem));
        Assert.Contains(problem.Code, new[] { FieldCodes.TooMany, FieldCodes.InvalidFormat });
    }

    [Theory]
    [InlineData("<p style=\"{0}\">x</p>")]
    [InlineData("<svg><title><p style=\"{0}\">x</p></title></svg>")]
    public void A_style_without_end_is_refused_at_once(string html)
    {
        var style = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"p{i}:red;"));
        var clock = Stopwatch.StartNew();

        Assert.False(SignatureSanitizer.TrySanitize(html.Replace("{0}", style, StringComparison.Ordinal), out _, out var problem));

        Assert.Equal("too-long", problem.Code);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Nested_templates_are_dropped_whole() => Assert.Equal("", Sanitize(string.Concat(Enumerable.Repeat("<template>", 1_999))).Html);

    [Theory]
    [InlineData("<b title={0}>", 100, "<p>x", 1_800)]
    [InlineData("<b title={0}>", 900, "<p>x", 900)]
    [InlineData("<font color=#{0}>", 60, "<div>x</div>", 1_800)]
    [InlineData("<a name={0}><i>", 300, "<div>x", 120)]
    [InlineData("<td><b title={0}>x</td>", 900, "", 0)]
    [InlineData("<select><style></select><b title={0}></style>", 400, "<p>x", 400)]
    [InlineData("<svg><style></b><b title={0}></style></svg>", 300, "<p>x", 500)]
    [InlineData("<b title={0}><div>", 60, "</b>", 100_000)]
    public void Formatting_that_multiplies_is_refused_at_once(string first, int times, string then, int again)
    {
        var html = string.Concat(Enumerable.Range(0, times).Select(i => first.Replace("{0}", $"{i}", StringComparison.Ordinal))) + string.Concat(Enumerable.Repeat(then, again));
        var clock = Stopwatch.StartNew();
        Assert.False(SignatureSanitizer.TrySanitize(html, out _, out var problem));
        Assert.Equal(FieldCodes.TooMany, problem.Code);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"took {clock.Elapsed}");
    }

    [Theory]
    [InlineData("<p class=MsoNormal><b><span style='font-size:10.0pt;font-family:\"Arial\",sans-serif'>x<o:p></o:p></span></b></p>", 250)]
    [InlineData("<tr><td><font face=Arial><b>x</b><br><i>y</i></font></td></tr>", 250)]
    [InlineData("<b><i>x</b></i><br>", 500)]
    [InlineData("<li><b>x</b>", 900)]
    [InlineData("<p><u>x", 100)]
    public void What_editors_make_is_far_from_the_bounds(string part, int times) =>
        Assert.True(SignatureSanitizer.TrySanitize(string.Concat(Enumerable.Repeat(part, times)), out _, out var problem), problem?.Detail);

    /// <summary>The bound is worth something only if it is never below what the parser makes.</summary>
    [Fact]
    public void What_is_not_refused_stays_small()
    {
        string[] parts = ["<b>", "<i a={0}>", "</b>", "</i>", "<p>", "</p>", "<div>", "</div>", "<table>", "<td>", "</td>", "</table>", "<a b={0}>", "</a>", "<select>", "</select>",
            "<style>", "</style>", "<svg>", "</svg>", "<!--", "-->", "<li>", "x", "<button>", "</button>", "<font c={0}>", "</font>", "<template>", "</template>", "<br>", "</br>", "<tr>", "<nobr>"];
        Gen.Int[0, parts.Length - 1].Array[1, 400].Sample(
            indices =>
            {
                var html = string.Concat(indices.Select((p, i) => parts[p].Replace("{0}", $"{i}", StringComparison.Ordinal)));
                if (FormattingBound.IsExceeded(html))
                    return;
                if (!HtmlTree.TryParse(new(), html, out var document))
                {
                    Assert.False(SignatureSanitizer.TrySanitize(html, out _, out _));
                    return;
                }
                Assert.InRange(document.All.Length, 0, indices.Length * 2 + 10 + FormattingBound.MaxAdded);
            },
            iter: 300);
    }

    [Fact]
    public void Outlooks_html_keeps_its_looks()
    {
        var html = Sanitize("""
            <!--[if gte mso 9]><xml><o:OfficeDocumentSettings></o:OfficeDocumentSettings></xml><![endif]-->
            <style><!-- p.MsoNormal {margin:0cm} --></style>
            <div class=WordSection1><p class=MsoNormal><b><span lang=EN-GB style='font-size:10.0pt;font-family:"Arial",sans-serif;color:#1F497D;mso-fareast-language:DE'>Ann Archer<o:p></o:p></span></b></p>
            <table class=MsoNormalTable border=0 cellspacing=0 cellpadding=0 width=600 style='width:450.0pt;border-collapse:collapse;mso-yfti-tbllook:1184'><tr><td valign=top style='padding:0cm 5.4pt 0cm 5.4pt;border-top:solid #C00000 1.5pt;background:#F2F2F2'>Acme</td></tr></table></div>
            """).Html;

        foreach (var kept in new[] { "font-size: 10pt", "font-family: \"Arial\", sans-serif", "#1f497d", "width=\"600\"", "border-collapse: collapse", "background-color: #f2f2f2", "valign=\"top\"", "1.5pt solid" })
            Assert.Contains(kept, System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain("mso", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("o:p", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_in_a_signature_have_a_number()
    {
        static string Pictures(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"<img src=\"data:image/png;base64,{Convert.ToBase64String(BitConverter.GetBytes(i))}\">"));
        Sanitize(Pictures(SignatureSanitizer.MaxPictures));
        Assert.False(SignatureSanitizer.TrySanitize(Pictures(SignatureSanitizer.MaxPictures + 1), out _, out var problem));
        Assert.Equal(FieldCodes.TooMany, problem.Code);
    }

    private static SignatureContent Sanitize(string html)
    {
        Assert.True(SignatureSanitizer.TrySanitize(html, out var signature, out var problem), problem?.Detail);
        return signature;
    }
}
