using System.Security.Cryptography;

namespace AgentMail.Worker.Delivery;

/// <summary>Randomness for the retry schedule's jitter.</summary>
internal static class DeliveryDice
{
    private const int Sides = 1_000_000;

    /// <summary>A number from 0 to 1.</summary>
    public static double Roll() => RandomNumberGenerator.GetInt32(Sides + 1) / (double)Sides;
}
