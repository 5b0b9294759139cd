using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AgentMail.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Dashboards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "TraceParent",
                table: "emails",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "email_counts",
                columns: table => new
                {
                    TenantId = table.Column<string>(type: "TEXT", nullable: false),
                    Hour = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    ServerId = table.Column<string>(type: "TEXT", nullable: false),
                    SenderKind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    SenderId = table.Column<string>(type: "TEXT", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_email_counts", x => new { x.TenantId, x.Hour, x.Status, x.ServerId, x.SenderKind, x.SenderId });
                });

            migrationBuilder.CreateTable(
                name: "event_counts",
                columns: table => new
                {
                    TenantId = table.Column<string>(type: "TEXT", nullable: false),
                    Minute = table.Column<long>(type: "INTEGER", nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_counts", x => new { x.TenantId, x.Minute, x.Type });
                });

            migrationBuilder.CreateTable(
                name: "webhook_deliveries",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    TenantId = table.Column<string>(type: "TEXT", nullable: false),
                    WebhookId = table.Column<string>(type: "TEXT", nullable: false),
                    EventNumber = table.Column<long>(type: "INTEGER", nullable: true),
                    MessageId = table.Column<string>(type: "TEXT", nullable: false),
                    EventType = table.Column<string>(type: "TEXT", nullable: false),
                    EmailId = table.Column<string>(type: "TEXT", nullable: true),
                    Body = table.Column<string>(type: "TEXT", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    NextAttemptAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueSince = table.Column<long>(type: "INTEGER", nullable: false),
                    LastAttemptAt = table.Column<long>(type: "INTEGER", nullable: true),
                    HttpStatus = table.Column<int>(type: "INTEGER", nullable: true),
                    Failure = table.Column<string>(type: "TEXT", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", nullable: true),
                    DurationMs = table.Column<int>(type: "INTEGER", nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_deliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_lanes",
                columns: table => new
                {
                    TenantId = table.Column<string>(type: "TEXT", nullable: false),
                    WebhookId = table.Column<string>(type: "TEXT", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", nullable: true),
                    Fence = table.Column<long>(type: "INTEGER", nullable: false),
                    LeaseUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    FailingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    PausedUntil = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_lanes", x => new { x.TenantId, x.WebhookId });
                });

            migrationBuilder.CreateTable(
                name: "webhooks",
                columns: table => new
                {
                    TenantId = table.Column<string>(type: "TEXT", nullable: false),
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Url = table.Column<string>(type: "TEXT", nullable: false),
                    Types = table.Column<string>(type: "TEXT", nullable: false),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    DisabledReason = table.Column<string>(type: "TEXT", nullable: true),
                    SealedSecret = table.Column<string>(type: "TEXT", nullable: false),
                    SealedPreviousSecret = table.Column<string>(type: "TEXT", nullable: true),
                    PreviousSecretUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhooks", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_events_rare",
                table: "events",
                columns: new[] { "TenantId", "Type", "Number" },
                filter: "\"Type\" <> 'email.queued' AND \"Type\" <> 'email.sending' AND \"Type\" <> 'email.sent'");

            migrationBuilder.CreateIndex(
                name: "IX_events_TenantId_AgentId_Number",
                table: "events",
                columns: new[] { "TenantId", "AgentId", "Number" },
                filter: "\"AgentId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_events_TenantId_ChannelId_Number",
                table: "events",
                columns: new[] { "TenantId", "ChannelId", "Number" },
                filter: "\"ChannelId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_emails_TenantId_AgentId_Id",
                table: "emails",
                columns: new[] { "TenantId", "AgentId", "Id" },
                filter: "\"AgentId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_email_counts_waiting",
                table: "email_counts",
                columns: new[] { "TenantId", "Status" },
                filter: "\"Status\" IN ('scheduled', 'queued', 'sending', 'delayed', 'held', 'uncertain')");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_FinishedAt",
                table: "webhook_deliveries",
                column: "FinishedAt",
                filter: "\"FinishedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_TenantId_WebhookId_EventNumber",
                table: "webhook_deliveries",
                columns: new[] { "TenantId", "WebhookId", "EventNumber" },
                unique: true,
                filter: "\"EventNumber\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_TenantId_WebhookId_Id",
                table: "webhook_deliveries",
                columns: new[] { "TenantId", "WebhookId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_TenantId_WebhookId_NextAttemptAt",
                table: "webhook_deliveries",
                columns: new[] { "TenantId", "WebhookId", "NextAttemptAt" },
                filter: "\"NextAttemptAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "email_counts");

            migrationBuilder.DropTable(
                name: "event_counts");

            migrationBuilder.DropTable(
                name: "webhook_deliveries");

            migrationBuilder.DropTable(
                name: "webhook_lanes");

            migrationBuilder.DropTable(
                name: "webhooks");

            migrationBuilder.DropIndex(
                name: "IX_events_rare",
                table: "events");

            migrationBuilder.DropIndex(
                name: "IX_events_TenantId_AgentId_Number",
                table: "events");

            migrationBuilder.DropIndex(
                name: "IX_events_TenantId_ChannelId_Number",
                table: "events");

            migrationBuilder.DropIndex(
                name: "IX_emails_TenantId_AgentId_Id",
                table: "emails");

            migrationBuilder.DropColumn(
                name: "TraceParent",
                table: "emails");
        }
    }
}
