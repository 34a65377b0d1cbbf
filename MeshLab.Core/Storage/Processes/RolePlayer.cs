namespace MeshLab.Core.Storage.Processes;

/// <summary>A living process that plays a part for all that share a database.</summary>
/// <param name="Owner">Its name.</param>
/// <param name="Told">What it told the others of it, as JSON; null when it has not.</param>
public sealed record RolePlayer(string Owner, string? Told);
