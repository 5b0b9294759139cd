using System.Text;
using System.Threading.Channels;

namespace AgentMail.TestKit.Crashes.Sink;

/// <summary>Lines that are on disk once their writer is told so. Those that come meanwhile share the next fsync.</summary>
internal sealed class FsyncedFile : IAsyncDisposable
{
    private readonly Channel<(string Line, TaskCompletionSource Kept)> _lines = Channel.CreateUnbounded<(string, TaskCompletionSource)>();
    private readonly FileStream _file;
    private readonly Task _writing;

    public FsyncedFile(string path)
    {
        _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _writing = Task.Run(WriteAsync);
    }

    public async Task AppendAsync(string line)
    {
        var kept = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _lines.Writer.WriteAsync((line, kept));
        await kept.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.Complete();
        await _writing;
        await _file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        while (await _lines.Reader.WaitToReadAsync())
        {
            var written = new List<TaskCompletionSource>();
            while (_lines.Reader.TryRead(out var next))
            {
                _file.Write(Encoding.UTF8.GetBytes(next.Line + "\n"));
                written.Add(next.Kept);
            }
            _file.Flush(flushToDisk: true);
            written.ForEach(kept => kept.SetResult());
        }
    }
}
