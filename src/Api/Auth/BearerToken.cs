namespace AgentMail.Api.Auth;

/// <summary>The key in <c>Authorization: Bearer …</c> (RFC 6750 §2.1).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";
    private const int MaxLength = 512;

    public static string? Of(HttpRequest request)
    {
        // Its length first: nothing is copied or hashed of what can be no key.
        if (request.Headers.Authorization is not [{ Length: <= MaxLength } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var token = header[Scheme.Length..].Trim();
        return token.Length > 0 ? token : null;
    }
}
