using System.Security.Cryptography;

namespace AgentMail.Core.Hosting;

/// <summary>Names this process among all that run now or ever ran.</summary>
public sealed record WorkerId(string Value)
{
    /// <summary>Host name, process id and dice.</summary>
    public static WorkerId New() =>
        new($"{Environment.MachineName}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
