using System.Text;

namespace AgentMail.TestKit.Smtp;

/// <summary>The server's side of AUTH PLAIN (RFC 4616) and AUTH LOGIN, as far as reading the credentials; and of SCRAM, as far as asking for work.</summary>
internal static class SaslExchange
{
    /// <summary>Null where the client cancelled, went away or sent something else.</summary>
    public static async Task<SmtpCredentials?> ReadAsync(
        SmtpWire wire, string mechanism, string? initialResponse, int scramRounds, CancellationToken cancellation)
        => mechanism switch
        {
            "PLAIN" => Plain(Decode(initialResponse ?? await AskAsync(wire, "", cancellation))),
            "LOGIN" => Login(
                Decode(initialResponse ?? await AskAsync(wire, "Username:", cancellation)),
                Decode(await AskAsync(wire, "Password:", cancellation))),
            "SCRAM-SHA-1" or "SCRAM-SHA-256" or "SCRAM-SHA-512" => await ScramAsync(wire, Decode(initialResponse), scramRounds, cancellation),
            _ => throw new NotSupportedException($"The scripted server cannot read AUTH {mechanism}"),
        };

    private static SmtpCredentials? Plain(string? message)
        => message?.Split('\0') is [_, var userId, var password] ? new("PLAIN", userId, password) : null;

    private static SmtpCredentials? Login(string? userId, string? password)
        => userId is null || password is null ? null : new("LOGIN", userId, password);

    private static async Task<SmtpCredentials?> ScramAsync(SmtpWire wire, string? clientFirst, int rounds, CancellationToken cancellation)
    {
        var nonce = clientFirst?.Split(',').FirstOrDefault(part => part.StartsWith("r=", StringComparison.Ordinal));
        await AskAsync(wire, $"{nonce}server,s=c2FsdHNhbHQ=,i={rounds}", cancellation);
        return null;
    }

    private static async Task<string?> AskAsync(SmtpWire wire, string challenge, CancellationToken cancellation)
    {
        wire.Write($"334 {Convert.ToBase64String(Encoding.UTF8.GetBytes(challenge))}");
        return await wire.ReadLineAsync(cancellation);
    }

    private static string? Decode(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
