using System.Net;
using System.Net.Sockets;
using AgentMail.Core.Servers;
using AgentMail.Core.Webhooks;
using AgentMail.Worker.Net;
using AgentMail.Worker.Smtp;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Webhooks;

/// <summary>Makes each new connection to an endpoint: looks its host up, and connects to the very address that was checked.</summary>
internal sealed class WebhookConnector(NetworkPolicy networks, IHostLookup lookup, IOptions<WebhookOptions> options, TimeProvider clock)
{
    /// <summary>The open connection.</summary>
    /// <exception cref="NoConnectionException">There is none, and this is why.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, CancellationToken ct)
    {
        var host = await HostAddresses.FindAsync(endpoint.Host, networks.AllowsPrivate, lookup, ct);
        if (host.Fault is { } fault)
            throw Unresolved(endpoint.Host, fault, host.Error);
        return new NetworkStream(await ConnectAsync(host.Allowed, endpoint.Port, ct), ownsSocket: true);
    }

    // Each address gets an equal share of the time, so that a silent one does not use it up.
    private async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken ct)
    {
        var (failure, seen) = (WebhookFailure.Unreachable, new List<string>());
        foreach (var address in addresses)
        {
            using var share = new Deadline(options.Value.Timeout / addresses.Length, clock, ct);
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), share.Token);
                return socket;
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                share.ThrowIfCancelledByCaller();
                var code = (error as SocketException)?.SocketErrorCode;
                seen.Add($"{new IPEndPoint(address, port)}: {code?.ToString() ?? "no answer"}");
                failure = code == SocketError.ConnectionRefused ? WebhookFailure.ConnectionRefused : failure;
            }
        }
        throw new NoConnectionException(failure, failure == WebhookFailure.ConnectionRefused
            ? $"Nothing listens on port {port} ({string.Join(", ", seen)}): check the URL, and that the receiver runs."
            : $"No connection came about ({string.Join(", ", seen)}): check host, port and firewall.");
    }

    private static NoConnectionException Unresolved(string host, HostFault fault, SocketError? error) => fault switch
    {
        HostFault.Unknown => new(WebhookFailure.HostUnknown, $"The host {host} does not exist or has no address: check the webhook's URL."),
        HostFault.LookupFailed => new(WebhookFailure.LookupFailed, $"The host {host} could not be looked up ({error})."),
        _ => new(WebhookFailure.AddressNotAllowed,
            $"The host {host} stands for a private or local address, which this installation does not call ({NetworkPolicy.Setting}): give the webhook a URL that is reachable on the internet."),
    };
}

/// <summary>Why no connection came about. An exception, because the HTTP client stands between.</summary>
internal sealed class NoConnectionException(WebhookFailure failure, string detail) : IOException(detail)
{
    public WebhookFailure Failure => failure;
}
