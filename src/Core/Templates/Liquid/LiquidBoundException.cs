namespace AgentMail.Core.Templates.Liquid;

/// <summary>A template went beyond a bound: the only way out of the middle of an evaluation.</summary>
/// <param name="message">What was too much and what to do; answered as it is.</param>
internal sealed class LiquidBoundException(string message) : Exception(message);
