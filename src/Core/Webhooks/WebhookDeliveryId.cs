using System.Buffers.Binary;
using System.Security.Cryptography;
using AgentMail.Core.Identifiers;

namespace AgentMail.Core.Webhooks;

/// <summary>Ids of deliveries: <c>whd_</c> and 26 digits, which sort by the time of creation and within a millisecond as the events do.</summary>
public static class WebhookDeliveryId
{
    private const string Prefix = "whd_";
    private const int Digits = 26;

    /// <summary>A new id.</summary>
    /// <param name="at">When it is created.</param>
    /// <param name="eventNumber">The event it tells of; 0 for a test.</param>
    public static string New(DateTimeOffset at, long eventNumber) =>
        Spell(Order(at, eventNumber) | BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(sizeof(uint))));

    /// <summary>Whatever was created before this time has an id below.</summary>
    public static string First(DateTimeOffset at) => Spell(Order(at, 0));

    private static UInt128 Order(DateTimeOffset at, long eventNumber) => ((UInt128)at.ToUnixTimeMilliseconds() << 80) | ((UInt128)(eventNumber & 0xFFFF_FFFF_FFFF) << 32);

    private static string Spell(UInt128 number) => Prefix + CrockfordBase32.Encode(number, Digits);
}
