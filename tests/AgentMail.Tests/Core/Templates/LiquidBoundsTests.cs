using System.Diagnostics;
using AgentMail.Core.Templates;

namespace AgentMail.Tests.Core.Templates;

/// <summary>Whatever a template says, its answer comes quickly and takes little memory.</summary>
public sealed class LiquidBoundsTests
{
    // Measured on one core of two that five people build on.
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(15);

    public static TheoryData<string> Abuse => new(
        "{% for i in (1..1000000000) %}{% endfor %}",
        "{% for i in (-2147483648..2147483647) %}x{% endfor %}",
        "{{ (1..999999999) | size }}",
        "{{ a[(1..999999999)] }}{% if (1..999999999) contains 1 %}{% endif %}",
        "{% assign n = 999999999 %}{% for i in (1..n) %}x{% endfor %}",
        "{% for i in (1..10000) %}{% for j in (1..10000) %}{% for k in (1..10000) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for i in (1..10000) %}{% for j in (1..10000) %}{{ i }}{% endfor %}{% endfor %}",
        "{% assign s = 'xxxxxxxxxx' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}",
        "{% assign s = 'xxxxxxxxxx' %}{% for i in (1..60) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}{{ s }}",
        "{% assign s = 'a,b' | split: ',' %}{% for i in (1..60) %}{% assign s = s | concat: s %}{% endfor %}{{ s | size }}",
        "{% assign s = 'a' %}{% for i in (1..20) %}{% assign s = s | replace: 'a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}{% endfor %}",
        "{% assign s = (1..10000) | join: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' %}",
        "{{ 'now' | date: '%999999999Y' }}",
        "{{ 'now' | date: '%9-9-9-9-9-9-9n' }}",
        "{% capture s %}{% for i in (1..10000) %}" + new string('x', 10_000) + "{% endfor %}{% endcapture %}",
        "{% for i in (1..10000) %}" + new string('x', 10_000) + "{% endfor %}",
        "{{ 1.5 | times: 1.5 " + string.Concat(Enumerable.Repeat("| times: 99999 ", 40)) + "}}",
        "{{ a " + string.Concat(Enumerable.Repeat("|abs", 100_000)) + "}}",
        "{{ " + new string('(', 100_000) + "a" + new string(')', 100_000) + "}}",
        "{{ a" + string.Concat(Enumerable.Repeat("[a", 100_000)) + new string(']', 100_000) + "}}",
        "{{ " + string.Concat(Enumerable.Repeat("(a[", 40)) + "}}",
        "{% if a" + string.Concat(Enumerable.Repeat(" or a", 100_000)) + " %}{% endif %}",
        "{% if a %}" + string.Concat(Enumerable.Repeat("{% elsif a %}", 30_000)) + "{% endif %}",
        string.Concat(Enumerable.Repeat("{% if a %}", 25_000)) + string.Concat(Enumerable.Repeat("{% endif %}", 25_000)),
        string.Concat(Enumerable.Repeat("{% for a in b %}", 25_000)),
        string.Concat(Enumerable.Repeat("{{", 100_000)),
        "{% case a %}" + string.Concat(Enumerable.Repeat("{% when a %}", 30_000)) + "{% endcase %}");

    [Theory]
    [MemberData(nameof(Abuse), DisableDiscoveryEnumeration = true)]
    public void A_template_without_end_is_answered_soon_and_in_little_memory(string source)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();

        var problem = Render.Try(source).Problem;

        Assert.NotNull(problem);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Generous);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000_000);
    }

    /// <summary>Nothing is wrong with them but what they cost.</summary>
    [Theory]
    [InlineData("{% for i in (1..10000) %}{% assign y = x | split: 'a' | sort %}{% endfor %}")]
    [InlineData("{% assign y = x | split: '' %}{% for i in y %}{% for j in y limit: 1 %}{% endfor %}{% endfor %}")]
    public void Time_is_bounded_where_steps_are_few_and_dear(string source)
    {
        var watch = Stopwatch.StartNew();
        var variables = $$"""{"x":"{{new string('a', 200_000)}}"}""";

        var problem = Render.Try(source, LiquidForm.Html, Render.Values(variables)).Problem;

        Assert.NotNull(problem);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Generous);
    }

    /// <summary>Each value is within its bound, and each stays in a variable of its own.</summary>
    [Theory]
    [InlineData("{% assign x{0} = big | slice: 1, 500000 %}")]
    [InlineData("{% assign x{0} = list | concat: list %}")]
    [InlineData("{% assign x{0} = list | join: '' | split: '' %}")]
    [InlineData("{% capture x{0} %}{{ big }}{% endcapture %}")]
    [InlineData("{% assign x{0} = (-10000..10000) %}")]
    public void What_a_template_keeps_is_bounded_in_all(string part)
    {
        var source = "{% assign list = big | slice: 0, 100000 | split: '' %}"
            + string.Concat(Enumerable.Range(0, 5_000).Select(i => part.Replace("{0}", $"{i}", StringComparison.Ordinal)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var problem = Render.Try(source, LiquidForm.Html, Render.Values($$"""{"big":"{{new string('a', 510_000)}}"}""")).Problem;

        Assert.Contains("in all", problem!.Detail, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600_000_000);
    }

    /// <summary>Two long texts in a list of hundreds of thousands: each comparison is dear, and nobody counts them.</summary>
    [Theory]
    [InlineData("sort: 'k'")]
    [InlineData("sort_natural: 'k'")]
    [InlineData("where: 'k', t")]
    [InlineData("sum: 'k'")]
    public void Members_that_a_filter_compares_are_small_in_all(string filter)
    {
        var same = new string('a', 80_000);
        var source = "{% assign l = o %}" + string.Concat(Enumerable.Repeat("{% assign l = l | concat: l %}", 15)) + "{% assign s = l | " + filter + " %}";
        var watch = Stopwatch.StartNew();

        var problem = Render.Try(source, LiquidForm.Html, Render.Values($$"""{"o":[{"k":"{{same}}x"},{"k":"{{same}}y"}],"t":"{{same}}z"}""")).Problem;

        Assert.Contains("grows beyond", problem!.Detail, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_letter_of_ordinary_size_is_far_below_the_bounds()
    {
        var rows = string.Join(',', Enumerable.Range(1, 500).Select(i => $$"""{"name":"Item {{i}}","price":{{i}}.5,"due":"2026-11-23T12:00:00Z"}"""));
        var html = Render.Html(
            "<table>{% for row in rows %}<tr><td>{{ forloop.index }}</td><td>{{ row.name | upcase }}</td><td>{{ row.price | times: 2 }}</td><td>{{ row.due | date }}</td></tr>{% endfor %}</table>",
            $$"""{"rows":[{{rows}}]}""");

        Assert.Contains("<tr><td>500</td><td>ITEM 500</td><td>1001.0</td><td>2026-11-23</td></tr>", html, StringComparison.Ordinal);
    }
}
