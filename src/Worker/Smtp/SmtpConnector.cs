using System.Net;
using System.Net.Sockets;
using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;

namespace AgentMail.Worker.Smtp;

/// <summary>
/// From host name to socket. We look the name up ourselves and connect to what was checked: a name that changes between
/// check and use must not lead to a private address.
/// </summary>
internal static class SmtpConnector
{
    /// <summary>The addresses we may connect to, or why there are none.</summary>
    public static async Task<(IPAddress[] Addresses, SmtpFailure? Failure)> ResolveAsync(SmtpAccount account, CancellationToken cancellation)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(account.Host, cancellation);
            var allowed = account.AllowPrivateNetworks ? found : [.. found.Where(address => !PrivateNetworks.Contains(address))];
            return allowed is [] ? ([], NoneAllowed(account, found)) : (allowed, null);
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData
                ? ([], Unresolved(SmtpFault.HostUnknown, $"The host {account.Host} does not exist. An admin should check the server's host name."))
                : ([], Unresolved(SmtpFault.LookupFailed, $"The host {account.Host} could not be looked up ({e.SocketErrorCode}).{Hints.TriesAgain}"));
        }
    }

    /// <summary>The first address that answers; each gets an equal share of the time, so that a silent one does not use it up.</summary>
    public static async Task<(Socket? Socket, SmtpFailure? Failure)> ConnectAsync(
        IPAddress[] addresses, int port, TimeSpan within, TimeProvider clock, CancellationToken cancellation)
    {
        var problems = new List<string>();
        var fault = SmtpFault.Unreachable;
        foreach (var address in addresses)
        {
            using var share = new Deadline(within / addresses.Length, clock, cancellation);
            Socket? socket = null;
            try
            {
                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(new IPEndPoint(address, port), share.Token);
                return (socket, null);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket?.Dispose();
                share.ThrowIfCancelledByCaller();
                problems.Add($"{new IPEndPoint(address, port)}: {(e as SocketException)?.SocketErrorCode.ToString() ?? "no answer"}");
                if (e is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
                    fault = SmtpFault.ConnectionRefused;
            }
        }

        return (null, SmtpFailure.Broken(SmtpStage.Connect, PortHints.NoConnection(fault, port, string.Join(", ", problems)) + Hints.TriesAgain, fault));
    }

    private static SmtpFailure NoneAllowed(SmtpAccount account, IPAddress[] found) => found is []
        ? Unresolved(SmtpFault.HostUnknown, $"The host {account.Host} has no address. An admin should check the server's host name.")
        : SmtpFailure.Without(null, SmtpStage.Resolve, FailureClass.Policy, FailureReason.AddressNotAllowed,
            $"The host {account.Host} is a private address, which this installation does not allow for mail servers (AgentMail:AllowPrivateNetworks).",
            SmtpFault.PrivateAddress);

    private static SmtpFailure Unresolved(SmtpFault fault, string hint) => SmtpFailure.Broken(SmtpStage.Resolve, hint, fault);
}
