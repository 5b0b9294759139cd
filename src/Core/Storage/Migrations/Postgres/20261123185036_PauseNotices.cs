using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AgentMail.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PauseNotices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "PauseNoticeAt",
                table: "lanes",
                type: "bigint",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "PauseNoticeAt",
                table: "lanes");
        }
    }
}
