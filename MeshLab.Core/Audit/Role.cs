namespace MeshLab.Core.Audit;

/// <summary>What a person or a program may do; each role may do all that those before it may.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Starts and stops runs and experiments, ticks tasks, keeps decisions and prices, sets what is measured.</summary>
    Operator,

    /// <summary>Manages users, backups, connections to clusters' servers, and exports the audit log.</summary>
    Admin,
}
