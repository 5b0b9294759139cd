using Microsoft.EntityFrameworkCore.Migrations;

namespace AgentMail.Core.Storage.Migrations;

/// <summary>Makes the installation's key where the schema is made, because that happens once however many processes start together.</summary>
internal static class InstallationKey
{
    public static void OnPostgres(MigrationBuilder migration) => Insert(migration, "replace(gen_random_uuid()::text, '-', '')");

    public static void OnSqlite(MigrationBuilder migration) => Insert(migration, "lower(hex(randomblob(16)))");

    private static void Insert(MigrationBuilder migration, string random) =>
        migration.Sql($"""INSERT INTO installation ("Id", "Key") SELECT 1, {random}""");
}
