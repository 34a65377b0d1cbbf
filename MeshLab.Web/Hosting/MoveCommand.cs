using System.Globalization;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Moves;

namespace MeshLab.Web.Hosting;

/// <summary>The command <c>move --to TARGET</c>: MeshLab copies its data into an empty database, which may be of the other kind, says what it copied and ends.</summary>
/// <param name="Target">A connection string or the path of a SQLite file; null when none was named.</param>
/// <param name="Settings">What came after it: settings, as without a command.</param>
internal sealed record MoveCommand(string? Target, string[] Settings)
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;

    /// <summary>The command the program was started with; null when it is another or none.</summary>
    public static MoveCommand? Parse(string[] args) => args switch
    {
        ["move", "--to", { Length: > 0 } target, .. var settings] when !target.StartsWith("--", StringComparison.Ordinal) => new(target, settings),
        ["move", ..] => new(null, args[1..]),
        _ => null,
    };

    /// <summary>Does it and says on the console what became of it.</summary>
    /// <returns>The exit code: 0 done, 1 failed, 2 no target was named.</returns>
    public async Task<int> RunAsync(WebApplication app)
    {
        await using (app)
        {
            if (Target is null)
            {
                await Console.Error.WriteLineAsync("Name the empty database: move --to \"Host=…;Database=…\", or move --to FILE for SQLite");
                return Misused;
            }

            try
            {
                var (tables, keys) = await app.Services.GetRequiredService<DatabaseMove>().MoveAsync(Target, CancellationToken.None);
                Tell(tables, keys);
                return Done;
            }
            catch (StorageException error)
            {
                await Console.Error.WriteLineAsync($"Nothing was moved: {error.Message}");
                return Failed;
            }
        }
    }

    private static void Tell(IReadOnlyList<MovedTable> tables, int keys)
    {
        var width = tables.Max(table => table.Name.Length);
        foreach (var table in tables.OrderBy(table => table.Name, StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.Name.PadRight(width)}  {table.Rows,10} rows  {table.Sha256[..16]}"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Moved {tables.Sum(table => table.Rows)} rows in {tables.Count} tables and {keys} keys; every table was read again and is the same. Set MeshLab__Database to the new database and keep the data directory. The old one is as it was."));
    }
}
