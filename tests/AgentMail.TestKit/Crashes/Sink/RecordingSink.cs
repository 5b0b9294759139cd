using System.Text.Json;
using AgentMail.TestKit.Smtp;

namespace AgentMail.TestKit.Crashes.Sink;

/// <summary>
/// A mail server whose own record tells what it took: a line per message, on disk before the 250. It lives in the process that kills
/// the others.
/// </summary>
public sealed class RecordingSink : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentmail-sink").FullName;
    private readonly FsyncedFile _file;
    private readonly ScriptedSmtpServer _server;
    private readonly TimeSpan _takes;
    private int _count;

    private RecordingSink(TimeSpan takes)
    {
        _takes = takes;
        _file = new(Record);
        _server = ScriptedSmtpServer.Start(new SmtpScript { RequiresAuthentication = true, Keep = KeepAsync });
    }

    public int Port => _server.Port;

    /// <summary>Messages taken so far.</summary>
    public int Count => Volatile.Read(ref _count);

    public IReadOnlyList<SmtpSession> Sessions => _server.Sessions;

    private string Record => Path.Combine(_folder, "record.jsonl");

    /// <param name="takes">How long it waits between writing a message down and answering.</param>
    public static RecordingSink Start(TimeSpan takes) => new(takes);

    /// <summary>What is on disk.</summary>
    public IReadOnlyList<SinkEntry> Read() => [.. File.ReadLines(Record).Select(line => JsonSerializer.Deserialize<SinkEntry>(line)!)];

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _file.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task KeepAsync(SmtpSession session, SmtpTransaction transaction)
    {
        var delivery = new SmtpDelivery(session.Number, session.SignedInAs, session.IsTls, transaction.Sender, transaction.AcceptedRecipients, transaction.RawMime!);
        var entry = new SinkEntry(
            session.Number, session.SignedInAs!, transaction.AcceptedRecipients.Single(), $"<{delivery.Parse().MessageId}>", TimeProvider.System.GetUtcNow());
        await _file.AppendAsync(JsonSerializer.Serialize(entry));
        Interlocked.Increment(ref _count);
        await Task.Delay(_takes);
    }
}
