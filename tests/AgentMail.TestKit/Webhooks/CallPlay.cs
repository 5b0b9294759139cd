using System.Globalization;

namespace AgentMail.TestKit.Webhooks;

/// <summary>What a scripted endpoint does with a request it has read.</summary>
/// <param name="Bytes">What it writes, as HTTP has it or not.</param>
/// <param name="Then">What it does after that.</param>
public sealed record CallPlay(string Bytes, AfterAnswer Then = AfterAnswer.Listen)
{
    private const int Huge = 100 * 1024 * 1024;

    /// <summary>Says nothing for good.</summary>
    public static CallPlay Hang { get; } = new("", AfterAnswer.Hang);

    /// <summary>Closes without a word.</summary>
    public static CallPlay Cut { get; } = new("", AfterAnswer.Close);

    /// <summary>Breaks off amid the headers.</summary>
    public static CallPlay HalfAnswer { get; } = new("HTTP/1.1 200 OK\r\nContent-Le", AfterAnswer.Close);

    /// <summary>Takes the event, and closes amid the body it has promised.</summary>
    public static CallPlay HalfBody { get; } = new("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it", AfterAnswer.Close);

    /// <summary>Speaks something else.</summary>
    public static CallPlay Garbage { get; } = new("220 mail.example ESMTP\r\n", AfterAnswer.Close);

    /// <summary>Headers without end.</summary>
    public static CallPlay HugeHeaders { get; } = new($"HTTP/1.1 200 OK\r\nX-Much: {new string('a', 200_000)}\r\nContent-Length: 0\r\n\r\n");

    /// <summary>A status, and more where needed.</summary>
    public static CallPlay Answer(int status, string body = "", params (string Name, string Value)[] headers) => new(string.Create(CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} Words\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(h => $"{h.Name}: {h.Value}\r\n"))}\r\n{body}"));

    /// <summary>A status, and a body that goes on until the other side has had enough.</summary>
    public static CallPlay HugeBody(int status) => new(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Words\r\nContent-Length: {Huge}\r\n\r\n"), AfterAnswer.Flood);
}

/// <summary>What an endpoint does with the connection after its answer.</summary>
public enum AfterAnswer
{
    /// <summary>Waits for the next request on it.</summary>
    Listen,

    /// <summary>Closes it.</summary>
    Close,

    /// <summary>Keeps it open and says nothing.</summary>
    Hang,

    /// <summary>Writes for as long as somebody reads.</summary>
    Flood,
}
