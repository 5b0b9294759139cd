using System.Globalization;
using System.Text;
using AgentMail.Core.Delivery;
using AgentMail.Core.Json;

namespace AgentMail.Tests.Docs;

/// <summary>Renders the reply table as it is in force.</summary>
internal static class ReplyTable
{
    public static string Render()
    {
        var table = new StringBuilder("| # | codes | enhanced | only at | words in the text | class | reason |\n|---|---|---|---|---|---|---|\n");
        foreach (var (row, i) in ReplyRules.All.Select((row, i) => (row, i + 1)))
        {
            table.Append(CultureInfo.InvariantCulture, $"| {i} | {row.Codes} | {Code(row.Enhanced)} | {Stages(row.At)} | {Code(row.Words?.ToString())} ")
                .Append(CultureInfo.InvariantCulture, $"| {WireEnum<FailureClass>.Name(row.Class)} | {WireEnum<FailureReason>.Name(row.Reason)} |\n");
        }
        return table.ToString();
    }

    private static string Stages(SmtpStage[]? at) => at is null ? "" : string.Join(", ", at.Select(WireEnum<SmtpStage>.Name));

    private static string Code(string? text) => text is null ? "" : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
