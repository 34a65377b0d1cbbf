using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MeshLab.Core.Storage.PostgresMigrations
{
    /// <inheritdoc />
    public partial class EvidenceDetails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "detail",
                table: "evidence",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "logline",
                table: "evidence",
                type: "bigint",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "detail",
                table: "evidence");

            migrationBuilder.DropColumn(
                name: "logline",
                table: "evidence");
        }
    }
}
