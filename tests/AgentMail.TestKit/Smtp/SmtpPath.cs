namespace AgentMail.TestKit.Smtp;

/// <summary>The path of MAIL FROM and RCPT TO, without its angle brackets, and the ESMTP parameters after it.</summary>
internal static class SmtpPath
{
    public static bool TryParse(string line, string command, out string address, out string parameters)
    {
        (address, parameters) = ("", "");
        if (!line.StartsWith(command + "<", StringComparison.OrdinalIgnoreCase)) return false;
        var close = line.LastIndexOf('>');
        if (close < 0) return false;
        address = line[(command.Length + 1)..close];
        parameters = line[(close + 1)..].TrimStart();
        return true;
    }
}
