using System.Net;
using System.Net.Sockets;
using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;
using AgentMail.Worker.Net;

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
        var host = await HostAddresses.FindAsync(account.Host, account.AllowPrivateNetworks, SystemLookup.Instance, cancellation);
        return (host.Allowed, host.Fault switch
        {
            null => null,
            HostFault.Unknown => Unresolved(SmtpFault.HostUnknown, $"The host {account.Host} {(host.Error is null ? "has no address" : "does not exist")}. An admin should check the server's host name."),
            HostFault.LookupFailed => Unresolved(SmtpFault.LookupFailed, $"The host {account.Host} could not be looked up ({host.Error}).{Hints.TriesAgain}"),
            _ => NotAllowed(account),
        });
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

    private static SmtpFailure NotAllowed(SmtpAccount account) => SmtpFailure.Without(
        null, SmtpStage.Resolve, FailureClass.Policy, FailureReason.AddressNotAllowed,
        $"The host {account.Host} is a private address, which this installation does not allow for mail servers ({NetworkPolicy.Setting}).",
        SmtpFault.PrivateAddress);

    private static SmtpFailure Unresolved(SmtpFault fault, string hint) => SmtpFailure.Broken(SmtpStage.Resolve, hint, fault);
}
