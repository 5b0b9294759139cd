using System.Collections.Frozen;

namespace AgentMail.Core.Emails;

/// <summary>Names of header fields, so that none is typed twice, and which of them callers may not set.</summary>
public static class Headers
{
    public const string From = "From";
    public const string Sender = "Sender";
    public const string ReplyTo = "Reply-To";
    public const string To = "To";
    public const string Cc = "Cc";
    public const string Bcc = "Bcc";
    public const string Subject = "Subject";
    public const string Date = "Date";
    public const string MessageId = "Message-ID";
    public const string InReplyTo = "In-Reply-To";
    public const string References = "References";
    public const string MimeVersion = "MIME-Version";
    public const string ContentDisposition = "Content-Disposition";
    public const string ReturnPath = "Return-Path";
    public const string DeliveredTo = "Delivered-To";
    public const string AuthenticationResults = "Authentication-Results";

    /// <summary>Automatic mail (RFC 3834 §5).</summary>
    public const string AutoSubmitted = "Auto-Submitted";

    private static readonly FrozenSet<string> Reserved = new[]
    {
        From, Sender, ReplyTo, To, Cc, Bcc, Subject, Date, MessageId, InReplyTo, References,
        ReturnPath, DeliveredTo, AuthenticationResults, "Apparently-To", "Envelope-To", "Errors-To", "X-Original-To",
        "Original-Message-ID",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Families: the body's structure, the trace of servers (RFC 5321 §4.4), resending (RFC 5322 §3.6.6), signatures on the message.
    private static readonly string[] ReservedFamilies =
        ["MIME-", "Content-", "Received", "Resent-", "DKIM-", "DomainKey-", "ARC-", "Authentication-Results-", "X-Google-DKIM-"];

    /// <summary>Whether a header is made by us, or by the servers on the way, and so never taken from a request.</summary>
    public static bool IsReserved(string name) =>
        Reserved.Contains(name)
        || Array.Exists(ReservedFamilies, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));
}
