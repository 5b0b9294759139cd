using System.Net.Sockets;

namespace AgentMail.TestKit.Servers;

/// <summary>Whether a container engine answers. A docker command on the PATH proves nothing.</summary>
internal static class DockerEngine
{
    private static readonly TimeSpan PingDeadline = TimeSpan.FromSeconds(1);
    private static readonly Lazy<Task<bool>> Ping = new(PingAsync);

    public static Task<bool> AnswersAsync() => Ping.Value;

    private static async Task<bool> PingAsync()
    {
        var host = new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } set ? set : "unix:///var/run/docker.sock");
        using var handler = new SocketsHttpHandler();
        if (host.Scheme == "unix") handler.ConnectCallback = (_, cancellation) => ConnectAsync(host.AbsolutePath, cancellation);
        using var client = new HttpClient(handler);
        using var deadline = new CancellationTokenSource(PingDeadline);
        try
        {
            var target = host.Scheme == "unix" ? new Uri("http://docker/_ping") : new UriBuilder("http", host.Host, host.Port, "_ping").Uri;
            using var answer = await client.GetAsync(target, deadline.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
