using System.Xml.Linq;
using MeshLab.Core.Storage.Postgres;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Storage.Moves;

/// <summary>Takes along the keys that encrypt secrets: they lie in the data directory beside SQLite, and in a table in PostgreSQL.</summary>
internal static class KeyMove
{
    public static async Task<IReadOnlyList<(string Name, string Xml)>> ReadAsync(MeshLabDbContext database, string folder, CancellationToken cancellationToken)
    {
        if (database is PostgresDbContext postgres)
        {
            var rows = await postgres.DataProtectionKeys.AsNoTracking().OrderBy(key => key.Id).ToListAsync(cancellationToken);
            return [.. rows.Select(key => (key.FriendlyName ?? $"key-{key.Id}", key.Xml!))];
        }

        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal).Select(file => (Path.GetFileNameWithoutExtension(file), XElement.Load(file).ToString(SaveOptions.DisableFormatting)))]
            : [];
    }

    public static async Task WriteAsync(MeshLabDbContext database, string folder, IReadOnlyList<(string Name, string Xml)> keys, CancellationToken cancellationToken)
    {
        if (database is PostgresDbContext postgres)
        {
            postgres.DataProtectionKeys.AddRange(keys.Select(key => new DataProtectionKey { FriendlyName = key.Name, Xml = key.Xml }));
            await postgres.SaveChangesAsync(cancellationToken);
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var (name, xml) in keys)
        {
            var file = Path.Combine(folder, Path.GetFileName(name) + ".xml");
            if (!File.Exists(file))
            {
                await File.WriteAllTextAsync(file, xml, cancellationToken);
            }
        }
    }
}
