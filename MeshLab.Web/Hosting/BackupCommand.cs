using System.Globalization;
using MeshLab.Core.Backups;
using MeshLab.Core.Storage;

namespace MeshLab.Web.Hosting;

/// <summary>The commands <c>backup FILE</c> and <c>restore FILE</c>: MeshLab does that one thing and ends. A backup can be made while another MeshLab runs.</summary>
/// <param name="Name"><c>backup</c> or <c>restore</c>.</param>
/// <param name="File">The archive; null when none was named.</param>
/// <param name="Settings">What came after it: settings, as without a command.</param>
internal sealed record BackupCommand(string Name, string? File, string[] Settings)
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;

    /// <summary>The command the program was started with; null when it is to serve.</summary>
    public static BackupCommand? Parse(string[] args) => args switch
    {
        ["backup" or "restore", { Length: > 0 } file, .. var settings] when !file.StartsWith("--", StringComparison.Ordinal) => new(args[0], file, settings),
        ["backup" or "restore", ..] => new(args[0], null, args[1..]),
        _ => null,
    };

    /// <summary>Does it and says on the console what became of it.</summary>
    /// <returns>The exit code: 0 done, 1 failed, 2 no file was named.</returns>
    public async Task<int> RunAsync(WebApplication app)
    {
        await using (app)
        {
            if (File is null)
            {
                await Console.Error.WriteLineAsync($"Name the archive: {Name} FILE");
                return Misused;
            }

            try
            {
                await (Name == "backup" ? BackUpAsync(app.Services, File) : RestoreAsync(app.Services, File));
                return Done;
            }
            catch (StorageException error)
            {
                await Console.Error.WriteLineAsync($"{(Name == "backup" ? "No backup was made" : "Nothing was restored")}: {error.Message}");
                return Failed;
            }
        }
    }

    private static async Task BackUpAsync(IServiceProvider services, string file)
    {
        var made = await services.GetRequiredService<BackupService>().CreateAsync(file, CancellationToken.None);
        Console.WriteLine($"Wrote {Path.GetFullPath(file)}: {Describe(made)}. It passed its checks. Keep it where only you can read it: it holds the keys of stored secrets.");
    }

    private static async Task RestoreAsync(IServiceProvider services, string file)
    {
        var (restored, before) = await services.GetRequiredService<RestoreService>().RestoreAsync(file, CancellationToken.None);
        Console.WriteLine($"Restored {Describe(restored)}, of {restored.CreatedAt.ToString("u", CultureInfo.InvariantCulture)}. What was there before is kept in {before}.");
    }

    private static string Describe(BackupManifest manifest) => string.Create(
        CultureInfo.InvariantCulture,
        $"{manifest.Rows.Values.Sum()} rows in {manifest.Rows.Count} tables, {manifest.Keys} keys, migration {manifest.Migration}");
}
