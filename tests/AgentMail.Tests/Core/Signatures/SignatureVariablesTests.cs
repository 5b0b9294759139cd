using AgentMail.Core.Signatures;
using AgentMail.Core.Templates;

namespace AgentMail.Tests.Core.Signatures;

public sealed class SignatureVariablesTests
{
    private static readonly LiquidValues Values = new()
    {
        Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero),
        TenantName = "Acme",
        Agent = new("ann", "Ann <Archer> & Co", "ann+x?cc=eve@acme.example"),
        Channel = new("support", "Support", null, "support@acme.example"),
    };

    [Theory]
    [InlineData("<b>{{ agent.displayName }}</b>", "<b>Ann &lt;Archer&gt; &amp; Co</b>", "Ann <Archer> & Co")]
    [InlineData("{{ channel.name }} {{channel.address}} {{ tenant.name }} {{ agent.id }}", "Support support@acme.example Acme ann", "Support support@acme.example Acme ann")]
    [InlineData("{{ channel.displayName | default: \"none\" }}", "none", "none")]
    [InlineData("{{ now | date: '%Y' }}", "2026", "2026")]
    [InlineData("{% if agent.id == 'ann' and 1 < 2 %}a{% else %}b{% endif %}", "a", "a")]
    [InlineData("<a href=\"mailto:{{ agent.email }}\">x</a>", "<a href=\"mailto:ann%2Bx%3Fcc%3Deve@acme.example\">x</a>", "x <mailto:ann%2Bx%3Fcc%3Deve@acme.example>")]
    [InlineData("<a href='mailto:{{ agent.email | url_encode }}'>x</a>", "<a href=\"mailto:ann%2Bx%3Fcc%3Deve%40acme.example\">x</a>", "x <mailto:ann%2Bx%3Fcc%3Deve%40acme.example>")]
    [InlineData("<a href=\"https://acme.example/{{ agent.displayName -}}\">x</a>", "<a href=\"https://acme.example/Ann%20%3CArcher%3E%20%26%20Co\">x</a>", "x <https://acme.example/Ann%20%3CArcher%3E%20%26%20Co>")]
    [InlineData("<img src=\"https://acme.example/logo.png\" alt=\"{{ agent.displayName }}\">", "<img src=\"https://acme.example/logo.png\" alt=\"Ann &lt;Archer&gt; &amp; Co\">", "Ann <Archer> & Co")]
    [InlineData("a{{ nothing.here }}b", "ab", "ab")]
    public void Are_filled_in_escaped_in_html_and_plain_in_text(string typed, string html, string text) => Assert.Equal(new SignatureContent(html, text), Fill(typed));

    [Theory]
    [InlineData("<b title=\"{% comment %}\">{% endcomment %}\" onclick=\"alert(1)\" x=\"&gt;y</b>")]
    [InlineData("{% assign x = '<script>alert(1)</script>' %}{{ x }}")]
    [InlineData("{% capture x %}{{ '<' }}img src=x onerror=alert(1)>{% endcapture %}{{ x }}")]
    [InlineData("{% capture a %}javascript{% endcapture %}<a href=\"https://a.example/{{ a }}:x\">{{ a }}</a>")]
    [InlineData("<a title='{% raw %}' href='https://a.example/{% endraw %}'>x</a>")]
    public void Cannot_bring_back_what_was_taken_out(string typed)
    {
        var html = Fill(typed).Html;
        Assert.True(SignatureSanitizer.TryClean(html, out var again, out _));
        Assert.Equal(html, again.Html);
        foreach (var harm in new[] { "<script", "<img", "onclick=\"", "href=\"javascript" })
            Assert.DoesNotContain(harm, html.Replace("&gt;", ">", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("<p>ok</p>\n<p>{{ agent.displayName | nonsense }}</p>", "Line 2")]
    [InlineData("<p>\n\n{% if agent %}x</p>", "Line 3")]
    [InlineData("{% include 'x' %}", "include")]
    [InlineData("{{ agent.displayName | raw }}", "raw")]
    [InlineData("{{ <b>agent.id</b> }}", "Line 1")]
    [InlineData("{{ agent.dispalyName }}", "agent.dispalyName")]
    [InlineData("{% if channel.mail %}x{% endif %}", "channel.mail")]
    [InlineData("{% for i in (1..9999) %}{% for j in (1..9999) %}x{% endfor %}{% endfor %}", "loops")]
    [InlineData("{% for i in (1..5000) %}<b>x</b>{% endfor %}", "elements")]
    public void Wrong_liquid_is_said_with_its_place(string typed, string said)
    {
        Assert.True(SignatureSanitizer.TrySanitize(typed, out var content, out _));
        var problem = SignatureVariables.Check(typed, content, TimeProvider.System);
        Assert.Contains(said, problem?.Detail ?? "nothing", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>{{ agent.displayName }}</p>")]
    [InlineData("no variables { } at all")]
    [InlineData("{{ 'agent.nothing is a text' }}")]
    public void Right_liquid_is_accepted(string typed)
    {
        Assert.True(SignatureSanitizer.TrySanitize(typed, out var content, out _));
        Assert.Null(SignatureVariables.Check(typed, content, TimeProvider.System));
    }

    [Theory]
    [InlineData("{{ agent.email | default: \"a & b\" }}")]
    [InlineData("{% if 1 < 2 and '\"' != '&amp;' %}x{% endif %}")]
    [InlineData("<a href='mailto:{{ agent.email }}' title='{{ agent.id | default: \"x\" }}'>x</a>")]
    public void A_signature_that_is_read_can_be_saved_again(string typed)
    {
        Assert.True(SignatureSanitizer.TrySanitize(typed, out var once, out _));
        Assert.True(SignatureSanitizer.TrySanitize(once.Html, out var twice, out _));
        Assert.Equal(once, twice);
    }

    [Fact]
    public void Without_variables_nothing_is_done()
    {
        var content = new SignatureContent("<p>Ann</p>", "Ann");
        Assert.Same(content, SignatureVariables.Fill(content, Values, TimeProvider.System, out _));
    }

    private static SignatureContent Fill(string typed)
    {
        Assert.True(SignatureSanitizer.TrySanitize(typed, out var content, out var problem), problem?.Detail);
        var filled = SignatureVariables.Fill(content, Values, TimeProvider.System, out var reason);
        Assert.True(filled is not null, reason);
        return filled;
    }
}
