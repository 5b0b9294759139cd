namespace AgentMail.Core.Emails;

/// <summary>The bounds of one send request. Everything that comes from outside has one.</summary>
public static class EmailLimits
{
    /// <summary>Size of the finished message with its encodings, which is what servers count (RFC 1870 §3): 25 MiB.</summary>
    public const long MaxMessageBytes = 26_214_400;

    /// <summary>Entries in to, cc and bcc together; the least that servers must take at once (RFC 5321 §4.5.3.1.8).</summary>
    public const int MaxRecipients = 100;

    /// <summary>Characters of a display name.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Characters of a subject: one line of the longest kind (RFC 5322 §2.1.1).</summary>
    public const int MaxSubjectLength = 998;

    /// <summary>Attachments of one email, inline images and pictures in the html included; those of a signature come on top.</summary>
    public const int MaxAttachments = 100;

    /// <summary>Characters of a file name, as file systems have it.</summary>
    public const int MaxFilenameLength = 255;

    /// <summary>Characters of a content type (RFC 6838 §4.2 allows 127 on either side of the slash).</summary>
    public const int MaxContentTypeLength = 255;

    /// <summary>Characters of a content id.</summary>
    public const int MaxContentIdLength = 255;

    /// <summary>Custom headers.</summary>
    public const int MaxHeaders = 50;

    /// <summary>Characters of a custom header's name: a line before it must be folded.</summary>
    public const int MaxHeaderNameLength = 76;

    /// <summary>Characters of a custom header's value; with its name it fits an unfolded line of 998 (RFC 5322 §2.1.1).</summary>
    public const int MaxHeaderValueLength = 900;

    /// <summary>Message ids in references.</summary>
    public const int MaxReferences = 100;

    /// <summary>Pairs in metadata.</summary>
    public const int MaxMetadata = 50;

    /// <summary>Characters of a metadata key.</summary>
    public const int MaxMetadataKeyLength = 64;

    /// <summary>Characters of a metadata value: it travels in every event.</summary>
    public const int MaxMetadataValueLength = 500;

    /// <summary>Tags of one email.</summary>
    public const int MaxTags = 20;

    /// <summary>Characters of a tag.</summary>
    public const int MaxTagLength = 64;
}
