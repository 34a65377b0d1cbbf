using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Storage;

/// <summary>Brings the database up to this program's schema before anything else starts.</summary>
public sealed class DatabaseInitializer(IDbContextFactory<MeshLabDbContext> databases, ContentDirectories directories)
{
    /// <summary>Creates the data directory and the database as needed.</summary>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directories.Data);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Database.EnsureCreatedAsync(cancellationToken);
    }
}
