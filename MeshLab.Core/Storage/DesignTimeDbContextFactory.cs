using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MeshLab.Core.Storage;

/// <summary>
/// Lets <c>dotnet ef migrations add NAME --context MeshLabDbContext --project MeshLab.Core --output-dir Storage/Migrations</c> see the model without starting
/// MeshLab. It opens no database.
/// </summary>
internal sealed class DesignTimeDbContextFactory : IDesignTimeDbContextFactory<MeshLabDbContext>
{
    public MeshLabDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<MeshLabDbContext>().UseSqlite("Data Source=:memory:").Options);
}
