using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using AgentMail.TestKit.Installation;

namespace AgentMail.Bench.Sink;

/// <summary>
/// The server's side of one connection, as cheap as it can be made: it must not be what is measured. Knows what AgentMail says
/// and expects nothing else.
/// </summary>
internal sealed class SinkConversation(Socket socket, SinkLedger ledger)
{
    private readonly byte[] _input = new byte[64 * 1024];
    private readonly MemoryStream _replies = new();
    private int _end;
    private bool _inBody;
    private string _account = "";
    private string _sender = "";
    private long _number;

    public async Task RunAsync()
    {
        Reply("220 sink ESMTP\r\n"u8);
        while (true)
        {
            if (_replies.Length > 0)
                await socket.SendAsync(_replies.GetBuffer().AsMemory(0, (int)_replies.Length));
            _replies.SetLength(0);
            var count = await socket.ReceiveAsync(_input.AsMemory(_end));
            if (count == 0)
                return;
            _end += count;
            var consumed = Consume(_input.AsSpan(0, _end));
            _input.AsSpan(consumed.._end).CopyTo(_input);
            _end -= consumed;
        }
    }

    private int Consume(ReadOnlySpan<byte> input)
    {
        var consumed = 0;
        while (true)
        {
            var rest = input[consumed..];
            var terminator = _inBody ? "\r\n.\r\n"u8 : "\r\n"u8;
            var length = rest.IndexOf(terminator);
            if (length < 0)
                return consumed;
            if (_inBody)
                TakeBody(rest[..length]);
            else
                TakeCommand(rest[..length]);
            consumed += length + terminator.Length;
        }
    }

    private void TakeCommand(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("EHLO"u8))
        {
            Reply("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250-SIZE 52428800\r\n250 AUTH PLAIN\r\n"u8);
        }
        else if (line.StartsWith("AUTH PLAIN "u8))
        {
            SignIn(line["AUTH PLAIN ".Length..]);
        }
        else if (line.StartsWith("MAIL FROM:"u8))
        {
            _sender = SinkPath.Of(line);
            Reply("250 2.1.0 Ok\r\n"u8);
        }
        else if (line.StartsWith("RCPT TO:"u8))
        {
            _number = SinkPath.NumberOf(line);
            Reply("250 2.1.5 Ok\r\n"u8);
        }
        else if (line.SequenceEqual("DATA"u8))
        {
            _inBody = true;
            Reply("354 Go ahead\r\n"u8);
        }
        else
        {
            Reply(line.SequenceEqual("QUIT"u8) ? "221 2.0.0 Bye\r\n"u8 : "250 2.0.0 Ok\r\n"u8);
        }
    }

    private void SignIn(ReadOnlySpan<byte> base64)
    {
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        Base64.DecodeFromUtf8(base64, decoded, out _, out var length);
        var parts = Encoding.UTF8.GetString(decoded, 0, length).Split('\0');
        if (parts is not [_, var account, var password] || password != Mailboxes.PasswordOf(account))
        {
            Reply("535 5.7.8 Wrong\r\n"u8);
            return;
        }
        _account = account;
        ledger.SignedIn();
        Reply("235 2.7.0 Ok\r\n"u8);
    }

    private void TakeBody(ReadOnlySpan<byte> message)
    {
        _inBody = false;
        ledger.Accept(_number, _account == _sender && SinkPath.FromHeader(message) == _account);
        Reply("250 2.0.0 Ok\r\n"u8);
    }

    private void Reply(ReadOnlySpan<byte> reply) => _replies.Write(reply);
}
