using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace AgentMail.Bench.Sink;

/// <summary>The sink's process: prints its port, answers one line per question on its input, and ends with it.</summary>
internal static class SinkProgram
{
    public static async Task RunAsync()
    {
        var ledger = new SinkLedger();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 512);
        _ = AcceptAsync(listener, ledger);
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        while (await Console.In.ReadLineAsync() is { } question)
        {
            Console.WriteLine(question == SinkProcess.Count
                ? ledger.Accepted.ToString(CultureInfo.InvariantCulture)
                : JsonSerializer.Serialize(ledger.Take()));
        }
    }

    private static async Task AcceptAsync(TcpListener listener, SinkLedger ledger)
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            ledger.Connected();
            _ = ServeAsync(socket, ledger);
        }
    }

    private static async Task ServeAsync(Socket socket, SinkLedger ledger)
    {
        using (socket)
        {
            socket.NoDelay = true;
            try
            {
                await new SinkConversation(socket, ledger).RunAsync();
            }
            catch (SocketException)
            {
                // The client went without QUIT.
            }
        }
    }
}
