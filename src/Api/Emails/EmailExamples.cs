namespace AgentMail.Api.Emails;

internal static class EmailExamples
{
    public const string Send = """
        {
          "sender": { "agentId": "ann" }, "to": ["bob@example.net", { "name": "Cy", "address": "cy@example.net" }],
          "subject": "Your case 4711", "html": "<p>Dear Bob,</p><p>your case is <b>solved</b>.</p>",
          "attachments": [{ "filename": "note.txt", "contentType": "text/plain", "content": "SGVsbG8gQm9iIQ==" }],
          "headers": { "X-Case": "4711" }, "metadata": { "case": "4711" }, "tags": ["case"]
        }
        """;

    public const string Batch = """
        {
          "items": [
            { "sender": { "agentId": "ann" }, "to": ["bob@example.net"], "subject": "Your case 4711", "text": "It is solved." },
            { "sender": { "agentId": "ann" }, "to": ["cy@example.net"], "subject": "Your case 4712", "text": "We are on it." }
          ]
        }
        """;

    public const string Reschedule = """
        { "scheduledAt": "2026-12-01T09:00:00Z" }
        """;

    public const string Resolve = """
        { "as": "sent" }
        """;
}
