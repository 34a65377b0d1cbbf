using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MeshLab.Core.Storage.Migrations
{
    /// <summary>
    /// Adds rollups, and makes the tables of samples and minutes WITHOUT ROWID: their rows then lie in the order of their key, so that a
    /// series is read in one sweep and a row is written into one tree instead of two. The mapper has no word for it; a later migration
    /// that rebuilds one of these tables has to say it again.
    /// </summary>
    public partial class Rollups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE TABLE "UsageRollups" (
                    "SeriesId" INTEGER NOT NULL,
                    "WidthMinutes" INTEGER NOT NULL,
                    "Bucket" INTEGER NOT NULL,
                    "CoveredMs" INTEGER NOT NULL,
                    "NodeCoveredMs" INTEGER NOT NULL,
                    "CpuCoreMs" REAL NULL,
                    "MemoryByteMs" REAL NULL,
                    CONSTRAINT "PK_UsageRollups" PRIMARY KEY ("SeriesId", "WidthMinutes", "Bucket"),
                    CONSTRAINT "FK_UsageRollups_UsageSeries_SeriesId" FOREIGN KEY ("SeriesId") REFERENCES "UsageSeries" ("Id") ON DELETE CASCADE
                ) WITHOUT ROWID;
                """);
            migrationBuilder.Sql("""
                CREATE TABLE "UsageMinutesNew" (
                    "SeriesId" INTEGER NOT NULL,
                    "Minute" INTEGER NOT NULL,
                    "CoveredMs" INTEGER NOT NULL,
                    "CpuCoreMs" REAL NULL,
                    "CpuMin" REAL NULL,
                    "CpuMax" REAL NULL,
                    "MemoryByteMs" REAL NULL,
                    "MemoryMin" INTEGER NULL,
                    "MemoryMax" INTEGER NULL,
                    CONSTRAINT "PK_UsageMinutes" PRIMARY KEY ("SeriesId", "Minute"),
                    CONSTRAINT "FK_UsageMinutes_UsageSeries_SeriesId" FOREIGN KEY ("SeriesId") REFERENCES "UsageSeries" ("Id") ON DELETE CASCADE
                ) WITHOUT ROWID;
                INSERT INTO "UsageMinutesNew" SELECT "SeriesId", "Minute", "CoveredMs", "CpuCoreMs", "CpuMin", "CpuMax", "MemoryByteMs", "MemoryMin", "MemoryMax" FROM "UsageMinutes" ORDER BY "SeriesId", "Minute";
                DROP TABLE "UsageMinutes";
                ALTER TABLE "UsageMinutesNew" RENAME TO "UsageMinutes";
                """);
            migrationBuilder.Sql("""
                CREATE TABLE "UsageSamplesNew" (
                    "SeriesId" INTEGER NOT NULL,
                    "EndMs" INTEGER NOT NULL,
                    "LengthMs" INTEGER NOT NULL,
                    "CpuCores" REAL NULL,
                    "MemoryBytes" INTEGER NULL,
                    CONSTRAINT "PK_UsageSamples" PRIMARY KEY ("SeriesId", "EndMs"),
                    CONSTRAINT "FK_UsageSamples_UsageSeries_SeriesId" FOREIGN KEY ("SeriesId") REFERENCES "UsageSeries" ("Id") ON DELETE CASCADE
                ) WITHOUT ROWID;
                INSERT INTO "UsageSamplesNew" SELECT "SeriesId", "EndMs", "LengthMs", "CpuCores", "MemoryBytes" FROM "UsageSamples" ORDER BY "SeriesId", "EndMs";
                DROP TABLE "UsageSamples";
                ALTER TABLE "UsageSamplesNew" RENAME TO "UsageSamples";
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Tables without row numbers serve the older code as well.
            migrationBuilder.DropTable(
                name: "UsageRollups");
        }
    }
}
