using System.Net.Sockets;
using System.Security.Authentication;

namespace AgentMail.TestKit.Smtp;

/// <summary>A connection while it lives: its dialogue, its end, and what it left behind.</summary>
internal sealed class SmtpConnection
{
    private static readonly TimeSpan FarewellDeadline = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _dropping;
    private volatile string? _farewell;

    public SmtpConnection(Socket socket, SmtpScript script, int number, CancellationToken stopping)
    {
        socket.NoDelay = true;
        _dropping = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Session = new SmtpSession(number);
        Completion = Task.Run(() => RunAsync(socket, script), CancellationToken.None);
    }

    public SmtpSession Session { get; }

    public Task Completion { get; }

    public IEnumerable<SmtpDelivery> Deliveries => Session.Transactions.Where(t => t.IsAccepted).Select(t =>
        new SmtpDelivery(Session.Number, Session.SignedInAs, Session.IsTls, t.Sender, t.AcceptedRecipients, t.RawMime!));

    public void Drop(string? words)
    {
        _farewell = words;
        _dropping.Cancel();
    }

    private async Task RunAsync(Socket socket, SmtpScript script)
    {
        using var wire = new SmtpWire(socket);
        try
        {
            await new SmtpDialogue(wire, script, Session).RunAsync(_dropping.Token);
        }
        catch (OperationCanceledException) when (_farewell is not null)
        {
            await SayFarewellAsync(wire);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or AuthenticationException)
        {
            // The client went away or refused our certificate, or the server is stopping: the session tells the story.
        }
        finally
        {
            Session.End();
        }
    }

    private async Task SayFarewellAsync(SmtpWire wire)
    {
        using var deadline = new CancellationTokenSource(FarewellDeadline);
        try
        {
            wire.Write(_farewell!);
            await wire.FlushAsync(deadline.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client was faster.
        }
    }
}
