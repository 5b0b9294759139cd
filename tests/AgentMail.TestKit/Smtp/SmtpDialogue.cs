using System.Collections.Immutable;

namespace AgentMail.TestKit.Smtp;

/// <summary>The server's side of one session (RFC 5321, 3207, 4954), with the script's word at every step.</summary>
internal sealed class SmtpDialogue(SmtpWire wire, SmtpScript script, SmtpSession session)
{
    private bool _greeted;
    private SmtpTransaction? _transaction;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (script.ImplicitTls) await SecureAsync(cancellation);
        if (!wire.IsClosed) await PlayAsync(SmtpStep.Greeting, "", "220 localhost ESMTP scripted", cancellation);
        while (!wire.IsClosed && await wire.ReadLineAsync(cancellation) is { } line)
        {
            session.Commands = session.Commands.Add(new(line, wire.IsTls));
            await AnswerAsync(line, cancellation);
        }
    }

    private Task AnswerAsync(string line, CancellationToken cancellation) => session.Commands[^1].Verb switch
    {
        "EHLO" or "HELO" => HelloAsync(cancellation),
        "STARTTLS" when script.Certificate is not null && !wire.IsTls => StartTlsAsync(line, cancellation),
        "AUTH" when _greeted && session.SignedInAs is null && _transaction is null => AuthAsync(line, cancellation),
        "MAIL" when _greeted && _transaction is null && SmtpPath.TryParse(line, "MAIL FROM:", out var sender, out var parameters)
            => MailAsync(sender, parameters, cancellation),
        "RCPT" when _transaction is not null && SmtpPath.TryParse(line, "RCPT TO:", out var recipient, out _)
            => RcptAsync(_transaction, recipient, cancellation),
        // A client that pipelines sends RCPT and DATA after a MAIL that was refused, and DATA after refused RCPTs (RFC 2920).
        "RCPT" or "DATA" when session.Transactions.Count > 0 && _transaction is null => RefuseAsync("503 5.5.1 Error: need MAIL command"),
        "DATA" when _transaction is { AcceptedRecipients.IsEmpty: true } => RefuseAsync("554 5.5.1 Error: no valid recipients"),
        "DATA" when _transaction is not null => DataAsync(_transaction, cancellation),
        "RSET" => RsetAsync(cancellation),
        "NOOP" => PlayAsync(SmtpStep.Noop, "", "250 2.0.0 Ok", cancellation),
        "QUIT" => QuitAsync(cancellation),
        _ => UnexpectedAsync(line),
    };

    private async Task HelloAsync(CancellationToken cancellation)
    {
        _transaction = null;
        var offersTls = script.Certificate is not null && !wire.IsTls;
        ImmutableArray<string> words =
        [
            "localhost", .. script.Capabilities,
            .. offersTls ? ["STARTTLS"] : script.Mechanisms is [] ? Array.Empty<string>() : [$"AUTH {string.Join(' ', script.Mechanisms)}"],
        ];
        var reply = words.Select((word, i) => i < words.Length - 1 ? $"250-{word}" : $"250 {word}");
        _greeted = await PlayAsync(SmtpStep.Ehlo, "", string.Join('\n', reply), cancellation);
    }

    private async Task StartTlsAsync(string line, CancellationToken cancellation)
    {
        if (wire.HasUnreadBytes)
        {
            await UnexpectedAsync($"{line} with commands pipelined after it");
            return;
        }

        if (!await PlayAsync(SmtpStep.StartTls, "", "220 2.0.0 Ready to start TLS", cancellation)) return;
        await wire.FlushAsync(cancellation);
        await SecureAsync(cancellation);
        _greeted = false;
    }

    private async Task SecureAsync(CancellationToken cancellation)
    {
        if (script.Find(SmtpStep.TlsHandshake, session, "") is { } play)
        {
            await play.RunAsync(wire, cancellation);
            await wire.FlushAsync(cancellation);
            wire.Close();
            return;
        }

        await wire.SecureAsync(script.Certificate!, cancellation);
        session.IsTls = true;
    }

    private async Task AuthAsync(string line, CancellationToken cancellation)
    {
        var words = line.Split(' ');
        var mechanism = words.ElementAtOrDefault(1)?.ToUpperInvariant() ?? "";
        if (!script.Mechanisms.Contains(mechanism))
        {
            await UnexpectedAsync($"AUTH {mechanism}, which was not offered");
            return;
        }

        var challenged = false;
        while (script.Find(SmtpStep.AuthChallenge, session, mechanism) is { } challenge)
        {
            challenged = true;
            await challenge.RunAsync(wire, cancellation);
            if (challenge.Code != Play.Question || wire.IsClosed || await wire.ReadLineAsync(cancellation) is null) return;
        }

        if (challenged) return;
        if (await SaslExchange.ReadAsync(wire, mechanism, words.ElementAtOrDefault(2), script.ScramRounds, cancellation) is not { } credentials)
        {
            wire.Write("501 5.5.2 Error: malformed or cancelled authentication");
            return;
        }

        session.SignInAttempts = session.SignInAttempts.Add(credentials);
        var outcome = script.Knows(credentials.UserId, credentials.Password)
            ? "235 2.7.0 Authentication successful"
            : "535 5.7.8 Error: authentication failed";
        if (await PlayAsync(SmtpStep.Auth, credentials.UserId, outcome, cancellation)) session.SignedInAs = credentials.UserId;
    }

    private async Task MailAsync(string sender, string parameters, CancellationToken cancellation)
    {
        var begun = new SmtpTransaction(sender, parameters);
        session.Transactions = session.Transactions.Add(begun);
        var reply = script.RequiresAuthentication && session.SignedInAs is null ? "530 5.7.0 Authentication required" : "250 2.1.0 Ok";
        if (await PlayAsync(SmtpStep.MailFrom, sender, reply, cancellation)) _transaction = begun;
    }

    private async Task RcptAsync(SmtpTransaction open, string recipient, CancellationToken cancellation)
    {
        open.Recipients = open.Recipients.Add(recipient);
        if (await PlayAsync(SmtpStep.RcptTo, recipient, "250 2.1.5 Ok", cancellation))
            open.AcceptedRecipients = open.AcceptedRecipients.Add(recipient);
    }

    private async Task DataAsync(SmtpTransaction open, CancellationToken cancellation)
    {
        if (!await PlayAsync(SmtpStep.Data, open.Sender, "354 End data with <CR><LF>.<CR><LF>", cancellation)) return;
        open.InvitedAt = TimeProvider.System.GetUtcNow();
        if (await wire.WaitForBytesAsync(cancellation) && script.Find(SmtpStep.Body, session, open.Sender) is { } play)
            await play.RunAsync(wire, cancellation);
        if (wire.IsClosed || await wire.ReadBodyAsync(cancellation) is not { } body) return;
        open.RawMime = body;
        _transaction = null;
        await script.Keep(session, open);
        open.AnsweredAt = TimeProvider.System.GetUtcNow();
        var reply = $"250 2.0.0 Ok: queued as {session.Number}-{session.Transactions.Count}";
        open.IsAccepted = await PlayAsync(SmtpStep.FinalDot, open.Sender, reply, cancellation);
    }

    private async Task RsetAsync(CancellationToken cancellation)
    {
        _transaction = null;
        await PlayAsync(SmtpStep.Rset, "", "250 2.0.0 Ok", cancellation);
    }

    private async Task QuitAsync(CancellationToken cancellation)
    {
        // Before the reply: a client that reads it and connects anew at once is one connection, not two.
        session.End();
        await PlayAsync(SmtpStep.Quit, "", "221 2.0.0 Bye", cancellation);
        if (wire.IsClosed) return;
        await wire.FlushAsync(cancellation);
        wire.Close();
    }

    private Task RefuseAsync(string reply)
    {
        wire.Write(reply);
        return Task.CompletedTask;
    }

    private Task UnexpectedAsync(string command)
    {
        session.UnexpectedCommands = session.UnexpectedCommands.Add(command);
        return RefuseAsync("503 5.5.1 Error: unexpected command");
    }

    private async Task<bool> PlayAsync(SmtpStep step, string subject, string reply, CancellationToken cancellation)
    {
        var play = script.Find(step, session, subject) ?? Play.Reply(reply);
        await play.RunAsync(wire, cancellation);
        return play.Accepts && !wire.IsClosed;
    }
}
