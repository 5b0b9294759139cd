using System.Reflection;
using System.Text.RegularExpressions;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Json;

namespace AgentMail.Tests.Api.Monitor;

/// <summary>What no browser is needed for to see in the live page's files.</summary>
public sealed partial class MonitorFilesTests
{
    private const string Folder = "src/Api/wwwroot/monitor/";

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Repository.PathOf(Folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal).Select(name => name!);

    private static IEnumerable<string> Scripts => Files.Where(name => name.EndsWith(".js", StringComparison.Ordinal));

    [Fact]
    public void It_listens_for_every_type_of_event_that_there_is()
    {
        var constants = typeof(EventTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        var inTheLog = Enum.GetValues<EmailStatus>().Select(EventTypes.Email).Concat(constants);

        Assert.Equal(inTheLog.Order(StringComparer.Ordinal), Listed("waiting").Concat(Listed("finished")).Select(status => "email." + status).Concat(Listed("eventTypes")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_knows_which_statuses_wait() => Assert.Equal(
        Enum.GetValues<EmailStatus>().Where(status => !EmailMoves.IsFinal(status)).Select(WireEnum<EmailStatus>.Name).Order(StringComparer.Ordinal), Listed("waiting").Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_is_inline_nothing_comes_from_outside_and_text_never_becomes_markup()
    {
        Assert.All(Files, file => Assert.DoesNotMatch(FromOutside(), Read(file)));
        Assert.All(Scripts, file => Assert.DoesNotMatch(Markup(), Read(file)));
        Assert.DoesNotMatch(Inline(), Read("index.html"));
    }

    [Fact]
    public void Scripts_hold_one_idea_each() => Assert.All(Scripts, file => Assert.InRange(File.ReadLines(Repository.PathOf(Folder + file)).Count(), 1, 100));

    [Fact]
    public void Every_script_is_used() =>
        Assert.All(Scripts, file => Assert.Contains(Files, user => user != file && Read(user).Contains($"/{file}", StringComparison.Ordinal)));

    private static string Read(string file) => Repository.Read(Folder + file);

    private static IEnumerable<string> Listed(string name) =>
        Word().Matches(Regex.Match(Read("statuses.js"), $@"const {name} = \[(.*?)\];", RegexOptions.Singleline).Groups[1].Value).Select(m => m.Groups[1].Value);

    [GeneratedRegex("'([a-z.]+)'")]
    private static partial Regex Word();

    [GeneratedRegex("""(https?:)?//(?!www\.w3\.org/2000/svg)[a-z][a-z0-9-]*\.[a-z]""")]
    private static partial Regex FromOutside();

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\('(style|on)|createContextualFragment|DOMParser")]
    private static partial Regex Markup();

    [GeneratedRegex(@"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:")]
    private static partial Regex Inline();
}
