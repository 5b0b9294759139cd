namespace AgentMail.TestKit.Smtp;

public sealed record SmtpCredentials(string Mechanism, string UserId, string Password);
