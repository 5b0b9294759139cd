using MailKit;

namespace AgentMail.Worker.Smtp;

/// <summary>
/// Tells from MailKit's protocol log how far a conversation is; MailKit itself does not say. Keeps none of what it sees,
/// so no credentials either.
/// </summary>
internal sealed class ConversationWatch : IProtocolLogger
{
    private const byte Intermediate = (byte)'3';

    private bool _awaitingDataReply;

    /// <summary>A command went out, so the server had greeted.</summary>
    public bool Greeted { get; private set; }

    /// <summary>The first command went out: the server's greeting was a welcome.</summary>
    public Action? Welcomed { get; set; }

    /// <summary>DATA went out.</summary>
    public Action? DataSent { get; set; }

    /// <summary>The server asked for the body (354).</summary>
    public Action? DataInvited { get; set; }

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    public void LogConnect(Uri uri)
    {
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        Greeted = true;
        Welcomed?.Invoke();
        Welcomed = null;
        if (!buffer.AsSpan(offset, count).SequenceEqual("DATA\r\n"u8))
            return;
        _awaitingDataReply = true;
        DataSent?.Invoke();
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (!_awaitingDataReply || count == 0)
            return;
        _awaitingDataReply = false;
        if (buffer[offset] == Intermediate)
            DataInvited?.Invoke();
    }

    public void Dispose()
    {
    }
}
