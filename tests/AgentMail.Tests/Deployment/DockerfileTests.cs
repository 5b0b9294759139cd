using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AgentMail.Tests.Deployment;

/// <summary>Holds the Dockerfiles against the repository, because no container engine runs where the tests do.</summary>
public sealed partial class DockerfileTests
{
    [Theory]
    [InlineData("api", "Api")]
    [InlineData("worker", "Worker")]
    public void Compose_builds_from_a_file_that_is_there(string service, string project) => Assert.Equal(
        $"src/{project}/Dockerfile", ComposeFile.Map(new ComposeFile().Service(service)["build"])["dockerfile"]);

    [Theory]
    [InlineData("Api")]
    [InlineData("Worker")]
    public void All_it_copies_exists_and_is_in_the_build_context(string project)
    {
        var context = Repository.Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();

        Assert.All(Copied(project), path =>
        {
            Assert.True(Path.Exists(Repository.PathOf(path)), path);
            Assert.Contains(context, kept => path == kept || path.StartsWith(kept + "/", StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Worker")]
    public void It_copies_every_project_that_it_builds_with_its_lock_file(string project) =>
        Assert.Empty(WithReferences(project).SelectMany(p => new[] { $"src/{p}/AgentMail.{p}.csproj", $"src/{p}/packages.lock.json" }).Except(Copied(project)));

    [Theory]
    [InlineData("Api")]
    [InlineData("Worker")]
    public void The_process_is_not_root(string project) => Assert.Contains("\nUSER $APP_UID\n", Dockerfile(project), StringComparison.Ordinal);

    private static string Dockerfile(string project) => Repository.Read($"src/{project}/Dockerfile");

    private static List<string> Copied(string project) =>
        [.. Copy().Matches(Dockerfile(project)).SelectMany(m => m.Groups["paths"].Value.Split(' ')[..^1]).Select(path => path.TrimEnd('/'))];

    private static IEnumerable<string> WithReferences(string project)
    {
        var file = XDocument.Load(Repository.PathOf($"src/{project}/AgentMail.{project}.csproj"));
        var references = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!)["AgentMail.".Length..]);
        return [project, .. references.SelectMany(WithReferences)];
    }

    [GeneratedRegex(@"^COPY (?!--from)(?<paths>.+)$", RegexOptions.Multiline)]
    private static partial Regex Copy();
}
