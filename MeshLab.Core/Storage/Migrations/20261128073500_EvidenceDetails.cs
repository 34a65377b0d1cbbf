using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MeshLab.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class EvidenceDetails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Detail",
                table: "Evidence",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LogLine",
                table: "Evidence",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Detail",
                table: "Evidence");

            migrationBuilder.DropColumn(
                name: "LogLine",
                table: "Evidence");
        }
    }
}
