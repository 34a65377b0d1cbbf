using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MeshLab.Core.Storage.Postgres;

/// <summary>
/// Lets <c>dotnet ef migrations add NAME --context PostgresDbContext --project MeshLab.Core --output-dir Storage/PostgresMigrations</c> see the
/// model without starting MeshLab. It opens no database.
/// </summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresDbContext>
{
    public PostgresDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql("Host=none;Database=none").Options);
}
