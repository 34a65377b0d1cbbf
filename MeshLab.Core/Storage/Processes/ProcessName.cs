namespace MeshLab.Core.Storage.Processes;

/// <summary>The name of a process among those that share a database: <c>machine/number/a word of its own</c>, and on PostgreSQL <c>/its data directory</c>.</summary>
public static class ProcessName
{
    /// <summary>A new name for this process.</summary>
    /// <param name="directory">The name that its data directory keeps; null on SQLite.</param>
    internal static string Create(string? directory) => $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}{(directory is null ? "" : "/" + directory)}";

    /// <summary>The process for people: <c>process 4711 on lab-0</c>.</summary>
    public static string Describe(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Split('/') is [var machine, var number, _, ..] ? $"process {number} on {machine}" : $"process {name}";
    }

    /// <summary>Whether two processes had the same data directory, one after the other.</summary>
    public static bool SameDirectory(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.Split('/') is [_, _, _, var directory] && other.Split('/') is [_, _, _, var second] && directory == second;
    }
}
