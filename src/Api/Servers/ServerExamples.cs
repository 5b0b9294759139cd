namespace AgentMail.Api.Servers;

internal static class ServerExamples
{
    public const string Put = """
        {
          "name": "Acme 365", "kind": "smtp", "host": "smtp.office365.com", "port": 587, "security": "starttls", "authentication": "password",
          "username": "relay@acme.example", "password": "app-password", "fromAddress": "relay@acme.example", "allowedFrom": ["*@acme.example"],
          "isDefault": false, "limits": { "maxConnections": 3, "messagesPerMinute": 30, "maxMessageBytes": 26214400 }, "caCertificate": null, "dkim": null
        }
        """;
}
