using Microsoft.EntityFrameworkCore.Migrations;

namespace AgentMail.Core.Storage.Migrations;

/// <summary>Emails that had come to an end before that time was kept: sent ones when they were sent, others when they were accepted.</summary>
internal static class SettledAtBackfill
{
    public static void Run(MigrationBuilder migration) => migration.Sql("""
        UPDATE emails SET "SettledAt" = coalesce("SentAt", "ScheduledAt", "CreatedAt") WHERE "Status" IN ('sent', 'delivered', 'bounced', 'failed', 'cancelled')
        """);
}
