namespace AgentMail.Core.Signatures;

/// <summary>A signature ready to be put under an email.</summary>
/// <param name="Html">Sanitised.</param>
/// <param name="Text">Its plain-text twin.</param>
public sealed record SignatureContent(string Html, string Text);
