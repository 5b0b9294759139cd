using AgentMail.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.TestKit.Storage;

/// <summary>A real database, migrated and empty, behind the same door as in the application.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Migrated = new(MigrateAsync);

    private readonly List<GroupCommit> _commits = [];
    private readonly DirectoryInfo? _folder;

    private TestDatabase(IDatabaseEngine engine, DirectoryInfo? folder)
    {
        (Engine, _folder) = (engine, folder);
        Door = Another();
    }

    public IDatabaseEngine Engine { get; }

    /// <summary>What the application reads and writes through.</summary>
    public Database Door { get; }

    /// <summary>The SQLite file.</summary>
    public string File => Path.Combine(_folder!.FullName, "agentmail.db");

    /// <summary>A SQLite file of one's own. Migrating takes longer than most tests, so it is done once and copied.</summary>
    public static async Task<TestDatabase> OnSqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("agentmail-");
        var file = Path.Combine(folder.FullName, "agentmail.db");
        System.IO.File.Copy(await Migrated.Value, file);
        return new(new SqliteEngine(file), folder);
    }

    /// <summary>An empty PostgreSQL database, which this migrates.</summary>
    public static async Task<TestDatabase> OnPostgresAsync(string connectionString)
    {
        var engine = new PostgresEngine(connectionString);
        await using var db = engine.Open();
        await db.Database.MigrateAsync();
        return new(engine, null);
    }

    /// <summary>One more door to the same database, as another process has.</summary>
    public Database Another(IDatabaseEngine? engine = null)
    {
        var commits = new GroupCommit(engine ?? Engine);
        _commits.Add(commits);
        return new(engine ?? Engine, commits);
    }

    public AgentMailDb Read() => Door.Read();

    /// <summary>Stores rows as they are.</summary>
    public async Task AddAsync(params object[] rows)
    {
        await using var db = Engine.Open();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var commits in _commits)
            await commits.DisposeAsync();
        if (_folder is null)
            return;
        await CloseAsync(Engine);
        _folder.Delete(recursive: true);
    }

    private static async Task<string> MigrateAsync()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("agentmail-migrated-").FullName, "agentmail.db");
        var engine = new SqliteEngine(file);
        await using (var db = engine.Open())
            await db.Database.MigrateAsync();
        // The last connection to close takes the journal into the file.
        await CloseAsync(engine);
        return file;
    }

    private static async Task CloseAsync(IDatabaseEngine engine)
    {
        await using var db = engine.Open();
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
    }
}
