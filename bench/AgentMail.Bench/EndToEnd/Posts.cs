using System.Diagnostics;

namespace AgentMail.Bench.EndToEnd;

/// <summary>When each email of a load was posted and answered, by its number in the load.</summary>
internal sealed class Posts(int first, int count)
{
    private readonly long[] _started = new long[count];
    private readonly long[] _answered = new long[count];
    private int _refused;

    public int Count => count;

    public int Refused => _refused;

    public long FirstStarted => _started.Min();

    public long LastAnswered => _answered.Max();

    public IEnumerable<double> Milliseconds => _started.Zip(_answered, Between);

    public async Task PostAsync(int index, HttpClient client, Letters letters)
    {
        using var content = new ByteArrayContent(letters.Request(first + index)) { Headers = { ContentType = new("application/json") } };
        _started[index] = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync(new Uri("/v1/emails", UriKind.Relative), content);
        _answered[index] = Stopwatch.GetTimestamp();
        if (!answer.IsSuccessStatusCode)
            Interlocked.Increment(ref _refused);
    }

    public bool Contains(long number) => number >= first && number < first + count;

    /// <summary>From the POST of this email until <paramref name="timestamp"/>.</summary>
    public double MillisecondsUntil(long number, long timestamp) => Between(_started[number - first], timestamp);

    private static double Between(long start, long end) => Stopwatch.GetElapsedTime(start, end).TotalMilliseconds;
}
