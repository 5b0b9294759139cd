using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AgentMail.Worker.Sasl;

namespace AgentMail.Tests;

/// <summary>Promises about the code itself: who may depend on whom, and how it is written.</summary>
public sealed class HouseRules
{
    [Theory]
    [InlineData("Contracts")]
    [InlineData("Core", "Contracts")]
    [InlineData("Worker", "Core")]
    [InlineData("Api", "Worker")]
    public void Projects_refer_only_to_the_one_on_their_left(string project, params string[] allowed)
    {
        var references = Project(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));

        Assert.Equal(allowed.Select(name => "AgentMail." + name), references);
    }

    [Fact]
    public void Contracts_need_no_package() => Assert.Empty(Project("Contracts").Descendants("PackageReference"));

    [Theory]
    [InlineData("MailKit", "src/Worker/Smtp/", "src/Worker/Sasl/")]
    [InlineData("MimeKit", "src/Core/Emails/", "src/Worker/Smtp/")]
    [InlineData("Fluid", "src/Core/Templates/")]
    [InlineData("Parlot", "src/Core/Templates/")]
    [InlineData("Ganss", "src/Core/Signatures/")]
    [InlineData("AngleSharp", "src/Core/Signatures/")]
    [InlineData("Microsoft.AspNetCore.DataProtection", "src/Core/Secrets/", "src/Core/Storage/")]
    [InlineData("Microsoft.AspNetCore(?!.DataProtection)", "src/Api/")]
    [InlineData("Swashbuckle", "src/Api/OpenApi/")]
    [InlineData("OpenTelemetry", "src/Core/Telemetry/TelemetryModule.cs", "src/Api/Health/", "src/Worker/Hosting/MetricsListener.cs")]
    [InlineData("StackExchange.Redis", "src/Core/Identities/", "src/Core/Health/")]
    [InlineData("ZiggyCreatures", "src/Core/Identities/")]
    [InlineData(
        "MassTransit", "src/Core/Messaging/BusModule.cs", "src/Core/Messaging/PersistentListening.cs", "src/Core/Messaging/SharedQueue.cs", "src/Core/Messaging/CommandSender.cs", "src/Core/Messaging/Answers.cs",
        "src/Core/Messaging/MassTransitGateway.cs", "src/Core/Messaging/MassTransitTestGateway.cs", "src/Worker/Hosting/WorkerModule.cs", "Consumer.cs")]
    [InlineData("RabbitMQ.Client", "src/Core/Messaging/BrokerAddress.cs", "src/Worker/Sinks/", "src/Core/Health/")]
    [InlineData("Microsoft.EntityFrameworkCore", "src/Core/", "src/Api/")]
    [InlineData("Npgsql", "src/Core/Storage/")]
    [InlineData("Microsoft.Data", "src/Core/Storage/")]
    public void Packages_stay_behind_their_fence(string package, params string[] allowed)
    {
        // Named by a using or in full; in quotes it is only a word, such as a log category.
        var mention = new Regex($@"(^using (static )?|^using \w+ = |[^""\w.]){package.Replace(".", @"\.", StringComparison.Ordinal)}\b[.;]", RegexOptions.Multiline);
        var users = Repository.Sources("src").Where(file => mention.IsMatch(Repository.Read(file))).ToList();

        Assert.NotEmpty(users);
        Assert.All(users, file => Assert.Contains(allowed, place => file.StartsWith(place, StringComparison.Ordinal) || file.EndsWith(place, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_api_only_reads_the_database()
    {
        var write = new Regex(@"\bWriteAsync\(|\bSaveChanges|\bExecuteUpdate|\bExecuteDelete|AsTracking\(");

        Assert.DoesNotContain(Repository.Sources("src/Api"), file =>
            Repository.Read(file) is var code && code.Contains("using Microsoft.EntityFrameworkCore", StringComparison.Ordinal) && write.IsMatch(code));
    }

    /// <summary>The audit trail is written from what EF tracks, and bulk statements pass that by.</summary>
    [Fact]
    public void Configuration_is_changed_in_bulk_only_where_nobody_audits_it()
    {
        var bulk = new Regex(@"\bExecute(Delete|Update)Async\((?!\w+ => \w+\.SetProperty\(\w+ => \w+\.(IdentityVersion|ConfigCounter), [^)]*\), ct\);)");

        Assert.All(Repository.Sources("src/Core/Configuration"), file => Assert.DoesNotMatch(bulk, Repository.Read(file)));
    }

    [Fact]
    public void MassTransit_stays_below_the_version_that_needs_a_commercial_licence()
    {
        var versions = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .Where(p => ((string)p.Attribute("Include")!).StartsWith("MassTransit", StringComparison.Ordinal))
            .Select(p => (string)p.Attribute("Version")!).ToList();

        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Matches(@"^\[8\.\d+\.\d+\]$", version));
    }

    [Fact]
    public void The_table_of_sign_in_mechanisms_names_each_one_as_it_names_itself()
    {
        var credential = new NetworkCredential("user", "password");
        Assert.All(SaslMechanisms.BestFirst, mechanism => Assert.Equal(mechanism.Name, mechanism.Create(credential).MechanismName));

        var table = Repository.Read("src/Worker/Sasl/SaslMechanisms.cs");
        var own = Repository.Sources("src/Worker/Sasl").Select(Path.GetFileNameWithoutExtension).Where(name => name!.EndsWith("Mechanism", StringComparison.Ordinal));
        Assert.All(own, name => Assert.Contains($"new {name}(", table, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_stay_small()
    {
        var lengths = Repository.Sources("src").Select(file => File.ReadLines(Repository.PathOf(file)).Count()).Order().ToList();

        Assert.InRange(lengths[lengths.Count / 2], 1, 60);
        Assert.InRange(lengths[lengths.Count * 95 / 100], 1, 250);
    }

    [Theory]
    [InlineData("src/Api/Program.cs")]
    [InlineData("src/Worker/Program.cs")]
    public void Programs_are_tables_of_contents(string file) => Assert.InRange(File.ReadLines(Repository.PathOf(file)).Count(), 1, 25);

    [Fact]
    public void Nothing_is_left_for_later_and_no_clock_is_read_past_TimeProvider()
    {
        // In two halves, so that this file passes too.
        var forbidden = new Regex("TO" + "DO|FIX" + "ME|DateTime(Offset)?[.](UtcNow|Now)");

        Assert.All(Repository.Sources("src").Concat(Repository.Sources("tests")), file => Assert.False(forbidden.IsMatch(Repository.Read(file)), file));
    }

    /// <summary>Split queries see the database at different moments: an email that came between them seemed to have no recipients, and was sent to none.</summary>
    [Fact]
    public void No_query_is_split() =>
        Assert.DoesNotContain(Repository.Sources("src"), file => Repository.Read(file).Contains("AsSplitQuery", StringComparison.Ordinal));

    private static XDocument Project(string name) => XDocument.Load(Repository.PathOf($"src/{name}/AgentMail.{name}.csproj"));
}
