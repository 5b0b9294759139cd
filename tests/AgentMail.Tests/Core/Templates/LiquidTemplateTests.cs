using System.Text.Json;
using AgentMail.Core.Emails;
using AgentMail.Core.Templates;

namespace AgentMail.Tests.Core.Templates;

public sealed class LiquidTemplateTests
{
    [Theory]
    [InlineData("Hello {{ name }}", """{"name":"Bob"}""", "Hello Bob")]
    [InlineData("{{ missing }}.{{ missing.member }}.{{ agent.displayName }}", "{}", "..Ann Lee")]
    [InlineData("{{ a.b[1].c }}", """{"a":{"b":[{},{"c":true}]}}""", "true")]
    [InlineData("{{ a }} {{ b }} {{ c }} {{ d }}", """{"a":1,"b":2.50,"c":1e400,"d":null}""", "1 2.5 1e400 ")]
    [InlineData("{% for i in items %}{{ forloop.index }}{{ i.n }}{% unless forloop.last %},{% endunless %}{% endfor %}", """{"items":[{"n":"a"},{"n":"b"}]}""", "1a,2b")]
    [InlineData("{% for i in items %}x{% else %}none{% endfor %}", """{"items":[]}""", "none")]
    [InlineData("{% for i in items limit: 1 %}{{ i }}{% endfor %}{% for i in items offset: continue %}{{ i }}{% endfor %}", """{"items":[1,2,3]}""", "123")]
    [InlineData("{% for i in (1..3) reversed %}{{ i }}{% endfor %}{{ (1..3) | size }}", "{}", "3213")]
    [InlineData("{% if a == 'x' and b contains 'y' %}1{% elsif a %}2{% else %}3{% endif %}", """{"a":"x","b":["y"]}""", "1")]
    [InlineData("{% case a %}{% when 1, 2 %}low{% else %}high{% endcase %}", """{"a":2}""", "low")]
    [InlineData("{% assign x = name | upcase | append: '!' %}{{ x }}", """{"name":"bob"}""", "BOB!")]
    [InlineData("{% raw %}{{ name }}{% endraw %}{% comment %}it's {{ hidden{% endcomment %}", "{}", "{{ name }}")]
    [InlineData("a {%- if true -%} b {%- endif -%} c", "{}", "abc")]
    [InlineData("{{ 'a,b,c' | split: ',' | reverse | join: '-' | replace: '-', '+' }}", "{}", "c+b+a")]
    [InlineData("{{ tenant.name }} {{ agent.email }} {{ now }}", "{}", "Acme ann@acme.example 2026-11-23T23:30:00.000Z")]
    [InlineData("{{ none | default: 'nothing' }} {{ 7 | divided_by: 2 }} {{ 2.5 | times: 2 }}", "{}", "nothing 3 5.0")]
    public void Liquid_fills_in_values(string source, string variables, string expected) => Assert.Equal(expected, Render.Html(source, variables));

    [Theory]
    [InlineData("Line one\n{% for x in y %}\nno end", "Line 3, column 7: '{% endfor %}' was expected.")]
    [InlineData("a\n\n  {{ }}", "Line 3, column")]
    [InlineData("a\n{{ name", "Line 2, column")]
    [InlineData("a\n{% include 'file' %}", "Line 2, column 1: There is no tag 'include'; use assign, ")]
    [InlineData("{% if a %}\n{% render 'file' %}{% endif %}", "Line 2, column 1: There is no tag 'render'")]
    [InlineData("{% macro f(x) %}{% endmacro %}", "There is no tag 'macro'")]
    [InlineData("{% endif %}", "Line 1, column 1: 'endif' has no beginning")]
    [InlineData("{% if a %}{% endfor %}", "'{% endif %}' was expected")]
    [InlineData("one\n{{ name | raw }}", "Line 2, column 14: There is no filter 'raw'; values are always escaped")]
    [InlineData("{{ name | json }}", "There is no filter 'json'")]
    [InlineData("{{ f(1) }}", "Line 1")]
    public void A_text_that_is_no_liquid_is_answered_with_line_and_column(string source, string problem)
    {
        Assert.False(LiquidTemplate.TryParse(source, out var parsed, out var said));

        Assert.Null(parsed);
        Assert.StartsWith("Line ", said, StringComparison.Ordinal);
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ 1 | divided_by: 0 }}")]
    [InlineData("{{ 9999999999999999999999999999 | times: 9999999999999999999999999999 }}")]
    [InlineData("{{ 'a' | slice: 'x' }}")]
    public void A_filter_that_cannot_work_is_answered(string source) =>
        Assert.Contains("cannot be rendered with these values", Render.Try(source).Problem!.Detail, StringComparison.Ordinal);

    [Fact]
    public void A_line_has_no_line_breaks_and_is_not_escaped() =>
        Assert.Equal("Case <4711> of R&D: a b", Render.Text(" Case\n<{{ id }}> of {{ who }}", LiquidForm.Line, Render.Values("""{"id":4711,"who":"R&D:\r\n\r\na\u2028b"}""")));

    [Fact]
    public void Text_keeps_its_lines() =>
        Assert.Equal("a\n<b>", Render.Text("a\n{{ x | escape | newline_to_br }}", LiquidForm.Text, Render.Values("""{"x":"<b>"}""")));

    [Fact]
    public void The_signature_leaves_its_mark_once()
    {
        var values = Render.Values(signature: true);
        var html = Render.Text("{% if signature %}a{{ signature }}b{{ signature }}{% capture c %}{{ signature }}{% endcapture %}{{ c }}{% endif %}", LiquidForm.Html, values);

        Assert.Equal($"a{SignaturePlacement.Mark}b", html);
        Assert.Equal("none", Render.Html("{% if signature %}some{% else %}none{% endif %}{{ signature }}"));
        Assert.Equal("ab", Render.Text("a{{ signature }}b", LiquidForm.Line, values));
    }

    [Fact]
    public void Names_of_our_own_variables_are_refused_with_their_pointer()
    {
        var errors = LiquidValues.Check(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"agent":1,"a/b":1,"now":2}""")!, "/variables");

        Assert.Equal(["/variables/agent", "/variables/now"], errors.Items.Select(e => e.Pointer));
    }

    [Fact]
    public void Variables_are_bounded_in_size_and_depth()
    {
        var deep = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>($$"""{"deep":{{new string('[', 17)}}{{new string(']', 17)}},"fine":{{new string('[', 16)}}{{new string(']', 16)}}}""")!;
        var large = new Dictionary<string, JsonElement> { ["x"] = JsonSerializer.SerializeToElement(new string('a', 262_144)) };

        Assert.Equal("/variables/deep", Assert.Single(LiquidValues.Check(deep, "/variables").Items).Pointer);
        Assert.Equal("/variables", Assert.Single(LiquidValues.Check(large, "/variables").Items).Pointer);
    }
}
