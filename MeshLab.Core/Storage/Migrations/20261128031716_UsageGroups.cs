using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MeshLab.Core.Storage.Migrations
{
    /// <summary>
    /// Adds rollups of groups of series, WITHOUT ROWID as those of series, and the mark up to which samples are summed up to minutes. Groups are
    /// filled from the rollups that are there when rollups are next caught up with; until then charts read those.
    /// </summary>
    public partial class UsageGroups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "GroupId",
                table: "UsageSeries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "UsageGroups",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Cluster = table.Column<string>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    Origin = table.Column<string>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    Node = table.Column<string>(type: "TEXT", nullable: false),
                    Class = table.Column<string>(type: "TEXT", nullable: false),
                    Mesh = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsageGroups", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UsageMinutesUntil",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Minute = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsageMinutesUntil", x => x.Id);
                });

            migrationBuilder.Sql("""
                CREATE TABLE "UsageGroupRollups" (
                    "GroupId" INTEGER NOT NULL,
                    "WidthMinutes" INTEGER NOT NULL,
                    "Bucket" INTEGER NOT NULL,
                    "NodeCoveredMs" INTEGER NOT NULL,
                    "CpuCoreMs" REAL NULL,
                    "MemoryByteMs" REAL NULL,
                    CONSTRAINT "PK_UsageGroupRollups" PRIMARY KEY ("GroupId", "WidthMinutes", "Bucket"),
                    CONSTRAINT "FK_UsageGroupRollups_UsageGroups_GroupId" FOREIGN KEY ("GroupId") REFERENCES "UsageGroups" ("Id") ON DELETE CASCADE
                ) WITHOUT ROWID;
                """);

            // Until now every sample was added to its minutes as it came.
            migrationBuilder.Sql("""INSERT INTO "UsageMinutesUntil" ("Id", "Minute") SELECT 1, IFNULL(MAX("EndMs") / 60000 + 1, 0) FROM "UsageSamples";""");

            migrationBuilder.CreateIndex(
                name: "IX_UsageGroups_Cluster_Source_Origin_Scope_Node_Class_Mesh",
                table: "UsageGroups",
                columns: new[] { "Cluster", "Source", "Origin", "Scope", "Node", "Class", "Mesh" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "UsageGroupRollups");

            migrationBuilder.DropTable(
                name: "UsageMinutesUntil");

            migrationBuilder.DropTable(
                name: "UsageGroups");

            migrationBuilder.DropColumn(
                name: "GroupId",
                table: "UsageSeries");
        }
    }
}
