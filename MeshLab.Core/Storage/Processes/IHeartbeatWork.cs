namespace MeshLab.Core.Storage.Processes;

/// <summary>What a capability looks at with every heartbeat of a process that shares its database with others.</summary>
public interface IHeartbeatWork
{
    /// <summary>The database has just heard that this process is alive.</summary>
    Task BeatAsync(CancellationToken cancellationToken);

    /// <summary>The database could not be told, or not be asked; it is tried again in two seconds.</summary>
    Task FailedAsync(Exception error) => Task.CompletedTask;

    /// <summary>It has not for so long that others may take over: whatever they may take over has to stop, without another change.</summary>
    Task LostAsync();
}
