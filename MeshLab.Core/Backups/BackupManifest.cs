using System.Text.Json;

namespace MeshLab.Core.Backups;

/// <summary>What a backup holds, so that a restore can tell whether it is whole. It lies in the archive as <c>manifest.json</c>.</summary>
/// <param name="Format">The archive's layout; <see cref="CurrentFormat"/>.</param>
/// <param name="CreatedAt">When the backup was made.</param>
/// <param name="Migration">The newest migration of the database.</param>
/// <param name="DatabaseBytes">The size of <c>meshlab.db</c>.</param>
/// <param name="DatabaseSha256">Its SHA-256, in lower-case hexadecimal digits.</param>
/// <param name="Rows">How many rows each table has.</param>
/// <param name="Keys">How many keys for stored secrets the archive holds.</param>
public sealed record BackupManifest(
    int Format, DateTimeOffset CreatedAt, string Migration, long DatabaseBytes, string DatabaseSha256, IReadOnlyDictionary<string, long> Rows, int Keys)
{
    /// <summary>The layout that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
