using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AgentMail.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LanePaceAndRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Slow",
                table: "lanes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SlowUntil",
                table: "lanes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Slowdowns",
                table: "lanes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "AttemptsForgiven",
                table: "emails",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "BodyRemovedAt",
                table: "emails",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SettledAt",
                table: "emails",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "lane_sends",
                columns: table => new
                {
                    Lane = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    EmailId = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lane_sends", x => new { x.Lane, x.At, x.EmailId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_emails_settled",
                table: "emails",
                columns: new[] { "TenantId", "SettledAt" },
                filter: "\"SettledAt\" IS NOT NULL AND \"BodyRemovedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_emails_without_body",
                table: "emails",
                columns: new[] { "TenantId", "SettledAt" },
                filter: "\"BodyRemovedAt\" IS NOT NULL");

            SettledAtBackfill.Run(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "lane_sends");

            migrationBuilder.DropIndex(
                name: "IX_emails_settled",
                table: "emails");

            migrationBuilder.DropIndex(
                name: "IX_emails_without_body",
                table: "emails");

            migrationBuilder.DropColumn(
                name: "Slow",
                table: "lanes");

            migrationBuilder.DropColumn(
                name: "SlowUntil",
                table: "lanes");

            migrationBuilder.DropColumn(
                name: "Slowdowns",
                table: "lanes");

            migrationBuilder.DropColumn(
                name: "AttemptsForgiven",
                table: "emails");

            migrationBuilder.DropColumn(
                name: "BodyRemovedAt",
                table: "emails");

            migrationBuilder.DropColumn(
                name: "SettledAt",
                table: "emails");
        }
    }
}
