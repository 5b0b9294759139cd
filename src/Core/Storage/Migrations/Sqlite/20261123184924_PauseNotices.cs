using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AgentMail.Core.Storage.Migrations.Sqlite
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
                type: "INTEGER",
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
