using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MeshLab.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Costs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "CpuRequestCores",
                table: "UsageSeries",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "MemoryRequestBytes",
                table: "UsageSeries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "PriceBooks",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PriceBooks", x => x.Id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PriceBooks");

            migrationBuilder.DropColumn(
                name: "CpuRequestCores",
                table: "UsageSeries");

            migrationBuilder.DropColumn(
                name: "MemoryRequestBytes",
                table: "UsageSeries");
        }
    }
}
