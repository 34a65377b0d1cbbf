namespace MeshLab.Core.Storage.Moves;

/// <summary>A table that was moved and read again.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows it has, in both databases.</param>
/// <param name="Sha256">The SHA-256 of all its values in the order of its key, the same in both databases, in lower-case hexadecimal digits.</param>
public sealed record MovedTable(string Name, long Rows, string Sha256);
