using System.Diagnostics;
using AgentMail.Core.Signatures;
using AgentMail.Core.Validation;

namespace AgentMail.Tests.Core.Signatures;

public sealed class SignatureSanitizerTests
{
    [Theory]
    [InlineData("<b>Ann</b><br>Acme")]
    [InlineData("<p style=\"color: rgba(255, 0, 0, 1); font-size: 12px\">Ann</p>")]
    [InlineData("<table width=\"100%\" cellpadding=\"0\" border=\"0\"><tbody><tr><td align=\"left\" valign=\"top\" bgcolor=\"#ffffff\">Ann</td></tr></tbody></table>")]
    [InlineData("<a href=\"https://acme.example/a?b=1&amp;c=2\" target=\"_blank\">Acme</a>")]
    [InlineData("<a href=\"mailto:ann@acme.example\">Mail</a> <a href=\"tel:+49123\">Call</a>")]
    [InlineData("<img src=\"https://acme.example/logo.png\" alt=\"Acme\" width=\"120\">")]
    [InlineData("<img src=\"cid:logo@acme\" alt=\"\">")]
    [InlineData("<img src=\"data:image/png;base64,iVBORw0KGgo=\">")]
    [InlineData("<font face=\"Arial\" color=\"#333333\" size=\"2\">Ann</font>")]
    [InlineData("Grüße 😀 &amp; more")]
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
    [InlineData("<div style='position: fixed; top: 0; z-index: 9; color: red'>a</div>", "<div style=\"color: rgba(255, 0, 0, 1)\">a</div>")]
    [InlineData("<div style='background: url(https://evil.example/x)'>a</div>", "<div style=\"background-color: initial\">a</div>")]
    [InlineData("<div style='list-style-type: url(https://evil.example/x)'>a</div>", "<div>a</div>")]
    [InlineData("<div style='width: expression(alert(1))'>a</div>", "<div>a</div>")]
    [InlineData("<div style='behavior: url(x.htc); -moz-binding: url(x)'>a</div>", "<div>a</div>")]
    [InlineData("<div style='font-family: \"x; background: u\\72l(https://evil.example)\"'>a</div>", "<div>a</div>")]
    [InlineData("<html><head><title>t</title><style>b{}</style></head><body onload=x><b>a</b></body></html>", "<b>a</b>")]
    [InlineData("<b>unclosed", "<b>unclosed</b>")]
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

    [Fact]
    public void Nested_templates_are_dropped_whole() => Assert.Equal("", Sanitize(string.Concat(Enumerable.Repeat("<template>", 1_999))).Html);

    [Fact]
    public void Formatting_that_multiplies_ends_in_time()
    {
        var html = string.Concat(Enumerable.Range(0, 100).Select(i => $"<b title={i}>")) + string.Concat(Enumerable.Repeat("<p>x", 1_800));
        var clock = Stopwatch.StartNew();
        SignatureSanitizer.TrySanitize(html, out _, out _);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }

    private static SignatureContent Sanitize(string html)
    {
        Assert.True(SignatureSanitizer.TrySanitize(html, out var signature, out var problem), problem?.Detail);
        return signature;
    }
}
