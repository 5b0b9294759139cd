using System.Text.Json.Serialization;

namespace AgentMail.Core.Identities;

/// <summary>The vocabulary of sending decisions: every rule that chooses a part of an identity, and every one that refuses. The R-numbers are those of the product's rules.</summary>
public enum DecisionRule
{
    // What chose From
    /// <summary>The request names an address of the sender's From list (R10, R18, R20).</summary>
    [JsonStringEnumMemberName("requested_from")]
    RequestedFrom,

    /// <summary>Nothing was named, and the agent's default From is the own address (R10, R18).</summary>
    [JsonStringEnumMemberName("default_from_agent")]
    DefaultFromAgent,

    /// <summary>Nothing was named, and the agent's default From is a channel (R10, R17).</summary>
    [JsonStringEnumMemberName("default_from_channel")]
    DefaultFromChannel,

    /// <summary>The request names the channel to send through (R17).</summary>
    [JsonStringEnumMemberName("sender_channel")]
    SenderChannel,

    // What chose the server
    /// <summary>On no server of its own, so on the tenant's default (R16, R22).</summary>
    [JsonStringEnumMemberName("default_server")]
    DefaultServer,

    /// <summary>An admin put the agent or channel on this server (R16).</summary>
    [JsonStringEnumMemberName("assigned_server")]
    AssignedServer,

    // What chose the account
    /// <summary>Override is set: it signs in with its own credentials (R16, R21, R23).</summary>
    [JsonStringEnumMemberName("own_account")]
    OwnAccount,

    /// <summary>Override is not set: the server's shared account, and nobody is asked for credentials (R22, R24).</summary>
    [JsonStringEnumMemberName("shared_account")]
    SharedAccount,

    /// <summary>The server wants no sign-in (R22).</summary>
    [JsonStringEnumMemberName("no_authentication")]
    NoAuthentication,

    /// <summary>The server keeps mail and sends nothing; there is nothing to sign in to (P8, R22).</summary>
    [JsonStringEnumMemberName("sandbox")]
    Sandbox,

    // What chose the addresses
    /// <summary>The identity's own address: workplace email or channel address (R17, R18, R19).</summary>
    [JsonStringEnumMemberName("own_address")]
    OwnAddress,

    /// <summary>A pattern of the server's allowedFrom covers the own address (R24).</summary>
    [JsonStringEnumMemberName("allowed_from")]
    AllowedFrom,

    /// <summary>No pattern covers it: From is the server's own address, and replies go to the identity's (R24).</summary>
    [JsonStringEnumMemberName("shared_from_address")]
    SharedFromAddress,

    // What chose the signature
    /// <summary>The request names it (R9).</summary>
    [JsonStringEnumMemberName("requested_signature")]
    RequestedSignature,

    /// <summary>Nothing was named: the default one of the agent who writes, else of the channel (R8).</summary>
    [JsonStringEnumMemberName("default_signature")]
    DefaultSignature,

    /// <summary>Nothing was named, and no signature is marked as the default (R8).</summary>
    [JsonStringEnumMemberName("no_default_signature")]
    NoDefaultSignature,

    /// <summary>The request asks for none.</summary>
    [JsonStringEnumMemberName("no_signature")]
    NoSignature,

    // What chose the date format
    /// <summary>The agent's choice (R7).</summary>
    [JsonStringEnumMemberName("agent_date_format")]
    AgentDateFormat,

    /// <summary>The tenant's default, because the agent chose none or no agent writes (R7).</summary>
    [JsonStringEnumMemberName("tenant_date_format")]
    TenantDateFormat,

    /// <summary>Nobody chose: ISO 8601 (R7).</summary>
    [JsonStringEnumMemberName("iso_date_format")]
    IsoDateFormat,

    // What refused the request's sender or From
    /// <summary>The request names neither agent nor channel (R19).</summary>
    [JsonStringEnumMemberName("sender_missing")]
    SenderMissing,

    /// <summary>There is no such agent in the tenant (R19).</summary>
    [JsonStringEnumMemberName("agent_not_found")]
    AgentNotFound,

    /// <summary>There is no such channel in the tenant (R19).</summary>
    [JsonStringEnumMemberName("channel_not_found")]
    ChannelNotFound,

    /// <summary>The contact centre itself is gone, and its own notices with it.</summary>
    [JsonStringEnumMemberName("tenant_not_found")]
    TenantNotFound,

    /// <summary>An admin switched the agent off: no way of sending is left (R11, R15).</summary>
    [JsonStringEnumMemberName("agent_disabled")]
    AgentDisabled,

    /// <summary>An admin switched the channel off (R11, R15).</summary>
    [JsonStringEnumMemberName("channel_disabled")]
    ChannelDisabled,

    /// <summary>The channel is not open to the agent (R11, R19).</summary>
    [JsonStringEnumMemberName("channel_not_open")]
    ChannelNotOpen,

    /// <summary>The agent's default From is a channel that is not open to the agent (R10, R19).</summary>
    [JsonStringEnumMemberName("default_from_not_open")]
    DefaultFromNotOpen,

    /// <summary>A channel sends as its own address only (R17, R19).</summary>
    [JsonStringEnumMemberName("from_not_of_channel")]
    FromNotOfChannel,

    /// <summary>The address is not in the agent's From list: unknown, another agent's, or of a channel not open (R11, R19, R20).</summary>
    [JsonStringEnumMemberName("from_not_in_list")]
    FromNotInList,

    // What refused the identity
    /// <summary>The agent has no workplace email to send as (R1, R18).</summary>
    [JsonStringEnumMemberName("workplace_email_missing")]
    WorkplaceEmailMissing,

    /// <summary>Override is set and no password is stored; the shared account is no way out (R3, R4, R23).</summary>
    [JsonStringEnumMemberName("email_password_missing")]
    EmailPasswordMissing,

    /// <summary>Override is set and the stored password was given for another place; it is not sent to this one (R4, R16, R23).</summary>
    [JsonStringEnumMemberName("email_password_given_elsewhere")]
    EmailPasswordGivenElsewhere,

    /// <summary>The shared account has no credentials to sign in with; an admin's affair and never an agent's (R21, R22).</summary>
    [JsonStringEnumMemberName("shared_password_missing")]
    SharedPasswordMissing,

    /// <summary>The shared account's password was given for another place or login; an admin's affair and never an agent's (R21, R22).</summary>
    [JsonStringEnumMemberName("shared_password_given_elsewhere")]
    SharedPasswordGivenElsewhere,
}
