using System.Text;
using AgentMail.Core.Servers;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Servers;

/// <summary>What may be connected to. Whether it may be a private address is decided where the name is resolved.</summary>
internal static class HostRules
{
    private const int MaxLength = 253;   // RFC 1035 §2.3.4

    public static string? Check(ServerKind kind, string? host, ValidationErrors errors)
    {
        var name = host?.Trim();
        if (kind == ServerKind.Sandbox)
        {
            if (name is not null)
                errors.Add("/host", FieldCodes.NotAllowed, "A sandbox connects nowhere; leave host out.");
        }
        else if (string.IsNullOrEmpty(name))
            errors.Add("/host", FieldCodes.Required, "A server needs a host, such as smtp.example.com.");
        else if (name.Length > MaxLength || !Ascii.IsValid(name) || Uri.CheckHostName(name) == UriHostNameType.Unknown)
            errors.Add("/host", FieldCodes.InvalidFormat, "Give a host name in ASCII (xn--… for others) or an IP address, without scheme, port and path.");
        return name;
    }
}
