using AgentMail.Core.Emails;

namespace AgentMail.Tests.Core.Templates;

/// <summary>No value becomes markup, whichever way it takes through a template.</summary>
public sealed class LiquidEscapingTests
{
    private const string Variables = """{"evil":"<script>alert('x')</script>","list":["<script>","<b>"],"object":{"<i>":"<u>"},"quote":"\" onload=\"x' `","mark":"<!--agentmail:signature-->"}""";

    [Theory]
    [InlineData("{{ evil }}")]
    [InlineData("{{ list }}")]
    [InlineData("{{ list | first }}{{ list[1] }}{{ list | join: '<br>' }}{{ list | reverse }}")]
    [InlineData("{% for pair in object %}{{ pair[0] }}{{ pair }}{% endfor %}{{ object }}")]
    [InlineData("{% assign x = evil %}{{ x }}{% echo x %}")]
    [InlineData("{{ evil | escape | append: evil }}")]
    [InlineData("{{ evil | escape | prepend: evil | upcase }}")]
    [InlineData("{{ '' | escape | append: evil | strip }}")]
    [InlineData("{{ evil | newline_to_br }}{{ evil | newline_to_br | append: evil }}")]
    [InlineData("{% capture c %}{{ evil }}{% endcapture %}{{ c }}{{ c | append: evil }}{{ c | newline_to_br }}")]
    [InlineData("{{ evil | date }}{{ evil | date: '%Y' }}{{ 'now' | date: evil }}")]
    [InlineData("{{ evil | split: 'a' }}{{ evil | slice: 0, 8 }}{{ evil | truncate: 10, evil }}{{ evil | default: evil }}")]
    [InlineData("{{ missing | default: evil }}{% case evil %}{% when evil %}{{ evil }}{% endcase %}")]
    [InlineData("{{ list | map: 'size' }}{{ list | sort }}{{ list | concat: list }}{{ list | compact | last }}")]
    [InlineData("<a title=\"{{ quote }}\">{{ mark }}")]
    public void Values_are_text(string source)
    {
        var html = Render.Html(source, Variables);

        Assert.DoesNotContain("<", html.Replace("<a title=\"", "", StringComparison.Ordinal).Replace("<br>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("\" onload", html, StringComparison.Ordinal);
        Assert.DoesNotContain("'", html, StringComparison.Ordinal);
        Assert.DoesNotContain(SignaturePlacement.Mark, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ x }}", "Björk &amp; 株式会社 &lt;b&gt;")]
    [InlineData("{{ x | escape }}", "Björk &amp; 株式会社 &lt;b&gt;")]
    [InlineData("{% capture y %}<i>{{ x }}</i>{% endcapture %}{{ y }}", "<i>Björk &amp; 株式会社 &lt;b&gt;</i>")]
    public void Values_are_escaped_once_and_letters_stay_letters(string source, string expected) =>
        Assert.Equal(expected, Render.Html(source, """{"x":"Björk & 株式会社 <b>"}"""));

    [Theory]
    [InlineData("{{ x | newline_to_br }}")]
    [InlineData("{{ x | escape | newline_to_br }}")]
    [InlineData("{{ x | newline_to_br | escape }}")]
    public void Line_breaks_become_breaks_in_either_order(string source) =>
        Assert.Equal("a &lt;<br>\nb", Render.Html(source, """{"x":"a <\r\nb"}"""));
}
