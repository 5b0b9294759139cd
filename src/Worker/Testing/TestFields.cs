namespace AgentMail.Worker.Testing;

/// <summary>The settings that a test can blame, as the API names them.</summary>
internal static class TestFields
{
    public const string Host = "host";
    public const string Port = "port";
    public const string Security = "security";
    public const string CaCertificate = "caCertificate";
    public const string Authentication = "authentication";
    public const string UserId = "userId";
    public const string Password = "password";
    public const string Address = "address";
    public const string FromAddress = "fromAddress";
    public const string To = "to";
}
