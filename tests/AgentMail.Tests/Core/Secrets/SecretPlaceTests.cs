using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;

namespace AgentMail.Tests.Core.Secrets;

public sealed class SecretPlaceTests
{
    [Theory]
    [InlineData("smtp.acme.example", 587, ConnectionSecurity.StartTls, "relay", "smtp.acme.example:587 starttls")]
    [InlineData("SMTP.Acme.Example", 465, ConnectionSecurity.Tls, null, "smtp.acme.example:465 tls")]
    [InlineData("2001:DB8::25", 25, ConnectionSecurity.None, "relay", "2001:db8::25:25 none")]
    [InlineData(null, 587, ConnectionSecurity.StartTls, null, "sandbox:587 starttls")]
    public void A_place_is_host_port_and_security_and_for_the_shared_account_the_login(
        string? host, int port, ConnectionSecurity security, string? username, string place)
    {
        var server = Server(host, port, security, username);

        Assert.Equal((place, $"{place} {username}"), (SecretPlace.Of(server), SecretPlace.OfSharedAccount(server)));
    }

    [Theory]
    [InlineData(null, null, SecretState.Missing)]
    [InlineData(null, "here", SecretState.Missing)]
    [InlineData("sealed", "here", SecretState.Usable)]
    [InlineData("sealed", "Here", SecretState.GivenElsewhere)]
    [InlineData("sealed", "there", SecretState.GivenElsewhere)]
    [InlineData("sealed", null, SecretState.GivenElsewhere)]
    public void A_password_is_good_at_the_place_it_was_given_for(string? sealedSecret, string? givenFor, SecretState state) =>
        Assert.Equal(state, SecretPlace.StateOf(sealedSecret, givenFor, "here"));

    /// <summary>Each of them decides who reads the password, or whose it is.</summary>
    [Theory]
    [InlineData("smtp.acme.example", 587, ConnectionSecurity.StartTls, "relay", SecretState.Usable)]
    [InlineData("SMTP.acme.example", 587, ConnectionSecurity.StartTls, "relay", SecretState.Usable)]
    [InlineData("smtp.elsewhere.example", 587, ConnectionSecurity.StartTls, "relay", SecretState.GivenElsewhere)]
    [InlineData("smtp.acme.example", 2587, ConnectionSecurity.StartTls, "relay", SecretState.GivenElsewhere)]
    [InlineData("smtp.acme.example", 587, ConnectionSecurity.None, "relay", SecretState.GivenElsewhere)]
    [InlineData("smtp.acme.example", 587, ConnectionSecurity.StartTls, "another", SecretState.GivenElsewhere)]
    [InlineData("smtp.acme.example", 587, ConnectionSecurity.StartTls, null, SecretState.GivenElsewhere)]
    [InlineData(null, 587, ConnectionSecurity.StartTls, "relay", SecretState.GivenElsewhere)]
    public void A_change_of_host_port_security_or_login_makes_it_another_place(
        string? host, int port, ConnectionSecurity security, string? username, SecretState state)
    {
        var server = Server(host, port, security, username);
        server.SealedPassword = "sealed";
        server.PasswordPlace = SecretPlace.OfSharedAccount(Server("smtp.acme.example", 587, ConnectionSecurity.StartTls, "relay"));

        Assert.Equal(state, SecretPlace.StateOf(server));
    }

    private static OutboundServer Server(string? host, int port, ConnectionSecurity security, string? username) => new()
    {
        TenantId = "acme",
        Id = "main",
        Name = "Main",
        Kind = host is null ? ServerKind.Sandbox : ServerKind.Smtp,
        Host = host,
        Port = port,
        Security = security,
        Username = username,
        FromAddress = "relay@acme.example",
    };
}
