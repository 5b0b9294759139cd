namespace AgentMail.TestKit.Servers;

/// <summary>
/// A real mail server: Postfix takes submissions (STARTTLS and implicit TLS), Dovecot checks passwords, and all mail lands in one
/// mailbox. Nobody but boss@acme.example may send as <c>boss@</c>. Recipients beginning with <c>reject@</c>, <c>defer@</c> and <c>quota@</c> get 550 5.1.1, 451 4.3.0 and 552 5.2.2.
/// </summary>
public sealed class PostfixServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DeliveryDeadline = TimeSpan.FromSeconds(15);
    private readonly TestCertificateAuthority _ca = new("AgentMail test mail server CA");
    private readonly ServerFolder _folder = new("postfix");
    private readonly DovecotAuthentication _authentication;
    private SupervisedProcess? _postfix;

    private PostfixServer(int startTlsPort, int implicitTlsPort)
    {
        StartTlsPort = startTlsPort;
        ImplicitTlsPort = implicitTlsPort;
        _authentication = new DovecotAuthentication(_folder);
    }

    /// <summary>The certificate names it and 127.0.0.1.</summary>
    public string Host => "localhost";

    public int StartTlsPort { get; }

    public int ImplicitTlsPort { get; }

    public string CaCertificatePem => _ca.CertificatePem;

    /// <summary>For tests that skip where it cannot run: its master process starts only as root.</summary>
    public static bool CanRunHere => Environment.IsPrivilegedProcess;

    public static async Task<PostfixServer> StartNewAsync()
    {
        var ports = Loopback.FreePorts(2);
        var server = new PostfixServer(ports[0], ports[1]);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on this user may sign in with this password; an earlier one is replaced.</summary>
    public Task AddUserAsync(string userId, string password) => _authentication.SetPasswordAsync(userId, password);

    public async Task<PostfixDelivery> WaitForMailAsync(Func<PostfixDelivery, bool> match, TimeSpan? within = null)
        => (await Eventually.BecomesAsync(() => Mail, mail => mail.Any(match), within ?? DeliveryDeadline)).First(match);

    public Task<PostfixDelivery> WaitForMailAsync(string recipient, TimeSpan? within = null)
        => WaitForMailAsync(delivery => string.Equals(delivery.Recipient, recipient, StringComparison.OrdinalIgnoreCase), within);

    /// <summary>Everything delivered so far, one entry for each recipient of a message.</summary>
    public IReadOnlyList<PostfixDelivery> Mail => [.. PostfixConfiguration.DeliveredFiles(_folder).Select(PostfixDelivery.Read)];

    public async ValueTask DisposeAsync()
    {
        if (_postfix is not null) await _postfix.DisposeAsync();
        await _authentication.DisposeAsync();
        await _folder.DisposeAsync();
        _ca.Dispose();
    }

    private async Task StartAsync()
    {
        var program = Installed.Find("postfix", "/usr/sbin/postfix");
        var master = Installed.Find("postfix", "/usr/lib/postfix/sbin/master");
        using var certificate = _ca.IssueForLoopback();
        var configuration = PostfixConfiguration.Write(_folder, certificate, _authentication.SocketPath, StartTlsPort, ImplicitTlsPort);
        await PostfixConfiguration.OwnAsync(_folder);
        await _authentication.StartAsync();
        // Makes the queue's folders. "postfix start-fg" would do both, but puts the master where no group signal reaches it.
        await Shell.RunAsync(program, "-c", configuration, "check");
        _postfix = SupervisedProcess.Start(_folder["master.log"], master, ["-c", configuration, "-s"]);
        await _postfix.WaitUntilReadyAsync(() => Probe.AnswersAsync(StartTlsPort, "NOOP\r\n"u8.ToArray(), "220 "u8.ToArray()), Deadline);
    }
}
