using Microsoft.EntityFrameworkCore.Migrations;

namespace AgentMail.Core.Storage.Migrations;

/// <summary>Passwords stored before places were kept were given for where they are used now. The spelling is that of <see cref="Secrets.SecretPlace"/>.</summary>
internal static class SecretPlaceBackfill
{
    private const string Place = """lower(coalesce(s."Host", 'sandbox')) || ':' || s."Port" || ' ' || s."Security" """;

    public static void Run(MigrationBuilder migration)
    {
        migration.Sql($"""
            UPDATE servers AS s SET "PasswordPlace" = {Place} || ' ' || coalesce(s."Username", '') WHERE s."SealedPassword" IS NOT NULL
            """);
        migration.Sql($"""
            UPDATE channels SET "PasswordPlace" = (
                SELECT trim({Place}) FROM servers s
                WHERE s."TenantId" = channels."TenantId" AND (s."Id" = channels."ServerId" OR (channels."ServerId" IS NULL AND s."IsDefault")))
            WHERE "SealedPassword" IS NOT NULL
            """);
        migration.Sql($"""
            UPDATE agent_profiles SET "EmailPasswordPlace" = (
                SELECT trim({Place}) FROM servers s JOIN agents a ON a."TenantId" = s."TenantId" AND (s."Id" = a."ServerId" OR (a."ServerId" IS NULL AND s."IsDefault"))
                WHERE a."TenantId" = agent_profiles."TenantId" AND a."Id" = agent_profiles."AgentId")
            WHERE "SealedEmailPassword" IS NOT NULL
            """);
    }
}
