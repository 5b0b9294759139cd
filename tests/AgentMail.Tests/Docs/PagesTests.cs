using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AgentMail.Tests.Docs;

public sealed partial class PagesTests
{
    private static IEnumerable<string> Pages => new[] { "README.md", "CONTRIBUTING.md" }.Concat(Directory
        .EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file)));

    [Fact]
    public void Every_link_into_the_repository_leads_somewhere() => Assert.All(Pages, page =>
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(page))!;
        foreach (var target in Link().Matches(Repository.Read(page)).Select(m => m.Groups["target"].Value).Where(t => !t.StartsWith("http", StringComparison.Ordinal)))
        {
            var (file, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
            var path = file.Length == 0 ? Repository.PathOf(page) : Path.Combine(folder, file);
            Assert.True(Path.Exists(path), $"{page} links to {target}");
            if (anchor is not null)
                Assert.Contains(anchor, Heading().Matches(File.ReadAllText(path)).Select(h => Anchor(h.Groups["text"].Value)));
        }
    });

    [Fact]
    public void Every_package_is_explained_and_none_in_vain()
    {
        var listed = Packages(["Directory.Packages.props"], "PackageVersion").Order();
        var used = Packages(ProjectFiles(), "PackageReference").Distinct().Order();
        var explained = Package().Matches(Repository.Read("docs/dependencies.md")).Select(m => m.Groups["name"].Value).Order();

        Assert.Equal(used, listed);
        Assert.Equal(used, explained);
    }

    private static IEnumerable<string> ProjectFiles() => new[] { "Directory.Build.props", "tests/Directory.Build.props" }.Concat(
        new[] { "src", "tests", "bench" }.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories)));

    private static IEnumerable<string> Packages(IEnumerable<string> files, string element) =>
        files.SelectMany(file => XDocument.Load(Repository.PathOf(file)).Descendants(element).Select(e => (string)e.Attribute("Include")!));

    // As the site that shows these pages makes it of a heading.
    internal static string Anchor(string heading) => NotInAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^\| `(?<name>[\w.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Package();
}
