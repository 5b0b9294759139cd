namespace AgentMail.Worker.Smtp;

/// <summary>How a transaction ended.</summary>
public enum SmtpOutcome
{
    /// <summary>2yz to the final dot: the server took over for every recipient it had accepted.</summary>
    Accepted,

    /// <summary>The server refused the message as a whole.</summary>
    Refused,

    /// <summary>The server refused every recipient.</summary>
    NoRecipients,

    /// <summary>The conversation broke off before the message could have been accepted.</summary>
    Broken,

    /// <summary>The end of the message may have gone out and no readable reply came: nobody knows.</summary>
    Uncertain,

    /// <summary>The caller's mark was refused; no byte of the body went out.</summary>
    Fenced,
}
