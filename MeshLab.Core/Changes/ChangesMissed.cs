namespace MeshLab.Core.Changes;

/// <summary>Changes that other processes made may have been missed, because the connection to the database was lost for a while: read everything again.</summary>
public sealed record ChangesMissed;
