using System.Text.Json;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Emails;

/// <summary>The events of an email as the public contract shows them, byte for byte.</summary>
public sealed class EmailEventsTests
{
    private static readonly SmtpPeer Peer = new("smtp.acme.example", "TLS1.3");
    private static readonly SmtpReply Greylisted = new(451, "4.7.1", "Greylisted");

    [Fact]
    public void A_delayed_email_tells_when_it_is_tried_next_and_what_the_server_said()
    {
        var email = Email(EmailStatus.Delayed);
        email.LastError = new(FailureClass.Transient, FailureReason.Greylisted, SmtpStage.RcptTo, Greylisted, "Wait.");
        email.NextActionAt = CreatedAt.AddMinutes(5);

        Assert.Equal(
            """
            {"id":"ev_000000000000z","type":"email.delayed","timestamp":"2026-11-23T12:00:01.000Z","tenantId":"acme","schemaVersion":1,
            "data":{"emailId":"em_1","messageId":"<1@acme.example>","status":"delayed",
            "sender":{"kind":"agent","id":"ann","agentId":"ann","address":"ann@acme.example","serverId":"own","configVersion":7},
            "recipients":[{"address":"bob@example.net","status":"delayed"},{"address":"cy@example.net","status":"sent"}],
            "subject":"Your case","attempt":2,"nextAttemptAt":"2026-11-23T12:05:00.000Z",
            "smtp":{"stage":"rcptTo","code":451,"enhancedCode":"4.7.1","reply":"Greylisted","host":"smtp.acme.example","tls":"TLS1.3"},
            "error":{"class":"transient","code":"greylisted","hint":"Wait."},"metadata":{"case":"4711"},"tags":["case"]}}
            """.Replace("\n", "", StringComparison.Ordinal),
            Json(EmailEvents.Of(email, CreatedAt.AddSeconds(1), Peer)));
    }

    [Fact]
    public void A_sent_email_shows_the_servers_answer_and_no_error()
    {
        var email = Email(EmailStatus.Sent);
        email.Recipients[0].Smtp = new(250, "2.0.0", "Ok: queued as 4711");

        var data = Data(EmailEvents.Of(email, CreatedAt, Peer));

        Assert.Equal("data 250 2.0.0 Ok: queued as 4711", Words(data.GetProperty("smtp"), "stage", "code", "enhancedCode", "reply"));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (data.GetProperty("error").ValueKind, data.GetProperty("nextAttemptAt").ValueKind));
    }

    [Theory]
    [InlineData(EmailStatus.Queued, false)]
    [InlineData(EmailStatus.Scheduled, true)]
    [InlineData(EmailStatus.Sending, false)]
    [InlineData(EmailStatus.Delayed, true)]
    [InlineData(EmailStatus.Held, false)]
    [InlineData(EmailStatus.Cancelled, false)]
    public void Every_status_has_its_type_and_only_a_wait_has_a_time(EmailStatus status, bool hasTime)
    {
        var email = Email(status);
        email.NextActionAt = CreatedAt;

        var draft = EmailEvents.Of(email, CreatedAt);

        Assert.Equal("email." + JsonNamingPolicy.CamelCase.ConvertName(status.ToString()), draft.Type);
        Assert.Equal(hasTime, Data(draft).GetProperty("nextAttemptAt").ValueKind == JsonValueKind.String);
        Assert.Equal(JsonValueKind.Null, Data(draft).GetProperty("smtp").ValueKind);
    }

    [Fact]
    public void An_event_can_be_found_by_email_agent_and_channel()
    {
        var own = EmailEvents.Of(New(), CreatedAt);
        var channel = EmailEvents.Of(New(kind: SenderKind.Channel, senderId: "support"), CreatedAt);

        Assert.Equal(("em_1", "ann", null), (own.EmailId, own.AgentId, own.ChannelId));
        Assert.Equal(("em_1", "ann", "support"), (channel.EmailId, channel.AgentId, channel.ChannelId));
    }

    private static Email Email(EmailStatus status)
    {
        var email = New(status, recipients: ["bob@example.net", "cy@example.net"]);
        email.Stands(1, EmailStatus.Sent);
        email.Attempt = 2;
        email.Metadata["case"] = "4711";
        email.Tags.Add("case");
        return email;
    }

    private static string Json(EventDraft draft) => System.Text.Encoding.UTF8.GetString(EventJson.Bytes(draft.Numbered(31)).Span);

    private static JsonElement Data(EventDraft draft) => JsonSerializer.Deserialize<JsonElement>(draft.Data);

    private static string Words(JsonElement json, params string[] members) => string.Join(' ', members.Select(m => json.GetProperty(m).ToString()));
}
