namespace AgentMail.TestKit.Servers;

/// <summary>Dovecot as nothing but the password check behind Postfix's AUTH.</summary>
internal sealed class DovecotAuthentication : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, string> _passwords = new(StringComparer.OrdinalIgnoreCase);
    private readonly ServerFolder _folder;
    private SupervisedProcess? _dovecot;
    private int _saves;

    public DovecotAuthentication(ServerFolder folder)
    {
        _folder = folder;
        _folder.CreateFolder("dovecot");
        SavePasswords();
    }

    public string SocketPath => _folder["dovecot/auth-client"];

    /// <summary>Dovecot looks at the file once a second: the password holds when it says so.</summary>
    public async Task SetPasswordAsync(string userId, string password)
    {
        lock (_passwords)
        {
            _passwords[userId] = password;
            SavePasswords();
        }

        await Eventually.BecomesAsync(
            () => Shell.TryRunAsync("/usr/bin/doveadm", "-c", _folder["dovecot.conf"], "auth", "test", userId, password),
            check => check.Code == 0);
    }

    public async Task StartAsync()
    {
        var program = Installed.Find("dovecot-core", "/usr/sbin/dovecot");
        _dovecot = SupervisedProcess.Start(_folder["dovecot.log"], program, ["-F", "-c", _folder.Write("dovecot.conf", Configuration())]);
        await _dovecot.WaitUntilReadyAsync(() => Task.FromResult(File.Exists(SocketPath)), Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        if (_dovecot is not null) await _dovecot.DisposeAsync();
    }

    // Replaced in one piece, never half written. Dovecot reads it again when the size or the whole second of its time has changed.
    private void SavePasswords()
    {
        var written = _folder.Write("users.new", string.Concat(_passwords.Select(p => $"{p.Key}:{{PLAIN}}{p.Value}\n")));
        File.SetLastWriteTimeUtc(written, DateTime.UnixEpoch.AddSeconds(++_saves));
        File.Move(written, _folder["users"], overwrite: true);
    }

    // The "penalty" would delay every answer after a wrong password by seconds.
    private string Configuration() => $$"""
        protocols =
        ssl = no
        base_dir = {{_folder["dovecot"]}}
        state_dir = {{_folder["dovecot"]}}
        log_path = {{_folder["dovecot.log"]}}
        auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
        auth_username_format = %Lu
        auth_failure_delay = 0
        disable_plaintext_auth = no
        passdb {
          driver = passwd-file
          args = username_format=%u {{_folder["users"]}}
        }
        userdb {
          driver = static
          args = uid=65534 gid=65534 home=/nonexistent
        }
        service auth {
          unix_listener auth-client {
            mode = 0666
          }
        }
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service stats {
          unix_listener stats-writer {
            mode = 0
          }
        }

        """;
}
