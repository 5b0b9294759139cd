using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Smtp;

/// <summary>How one stage of opening a connection or of a transaction went: what a test email answers (R5).</summary>
/// <param name="Stage">Which one.</param>
/// <param name="Ok">Whether the next one could begin.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Detail">What was found: addresses, TLS version and certificate, mechanism, or the server's refusal.</param>
public sealed record SmtpStageReport(SmtpStage Stage, bool Ok, TimeSpan Duration, string Detail);
