namespace AgentMail.Contracts.Commands;

/// <summary>Limits per signed-in mailbox; a null member is not limited.</summary>
/// <param name="MaxConnections">Connections at a time.</param>
/// <param name="MessagesPerMinute">Messages in any minute.</param>
/// <param name="MaxMessageBytes">Largest message, in octets.</param>
public sealed record LimitsData(int? MaxConnections, int? MessagesPerMinute, long? MaxMessageBytes);

/// <summary>Creates or replaces an outbound server.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="ServerKind"><c>smtp</c> or <c>sandbox</c>.</param>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Security"><c>starttls</c>, <c>tls</c> or <c>none</c>.</param>
/// <param name="Authentication"><c>password</c> or <c>none</c>.</param>
/// <param name="Username">Login of the shared account.</param>
/// <param name="Password">Its password.</param>
/// <param name="FromAddress">From of mail the shared account sends for identities outside <paramref name="AllowedFrom"/>.</param>
/// <param name="AllowedFrom">Addresses the shared account may send as.</param>
/// <param name="IsDefault">True makes it the tenant's default and the former default custom.</param>
/// <param name="Limits">Limits per mailbox.</param>
/// <param name="CaCertificate">PEM of the server's own CA.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record SaveServer(
    string Id, string Name, string ServerKind, string? Host, int Port, string Security, string Authentication, string? Username, SecretChange Password,
    string FromAddress, IReadOnlyList<string> AllowedFrom, bool IsDefault, LimitsData Limits, string? CaCertificate,
    long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);

/// <summary>Removes a server that is not the default and that no channel or agent is on.</summary>
/// <param name="Id">The server.</param>
/// <param name="ExpectedVersion">Version the caller saw.</param>
public sealed record RemoveServer(string Id, long? ExpectedVersion) : ConfigurationCommand(ExpectedVersion);
