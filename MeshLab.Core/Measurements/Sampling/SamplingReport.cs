using System.Text.Json;
using MeshLab.Core.Changes;
using MeshLab.Core.Storage.Processes;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>
/// What the samplers are doing, for every process that shares the database: the one that samples tells the others by its row in the database. When samples were last
/// stored is not told, because all can read the samples.
/// </summary>
internal sealed class SamplingReport(ProcessLeases processes, SamplingStates states, ChangeFeed changes)
{
    private string? _told;

    /// <summary>The states, whichever process samples; none while no living process does.</summary>
    public async Task<IReadOnlyList<SamplingState>> ReadAsync(CancellationToken cancellationToken)
    {
        if (!processes.Shared)
        {
            return [.. states.All.Values];
        }

        if (await processes.PlayerAsync(ProcessRoles.Sampling, cancellationToken) is not { } player)
        {
            return [];
        }

        var process = ProcessName.Describe(player.Owner);
        IEnumerable<SamplingState> current = player.Owner == processes.Owner ? states.All.Values
            : player.Told is null ? []
            : JsonSerializer.Deserialize<List<SamplingState>>(player.Told)!;
        return [.. current.Select(state => state with { Process = process })];
    }

    /// <summary>Tells them, where others may want to know and something changed. Only the process that samples calls this.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        if (!processes.Shared)
        {
            return;
        }

        var current = states.All.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => state.Value with { LastSampleAt = null }).ToList();
        var text = JsonSerializer.Serialize(current);
        if (text != _told && await processes.TellAsync(ProcessRoles.Sampling, text, cancellationToken))
        {
            _told = text;
            foreach (var cluster in current.Select(state => state.Cluster).Distinct(StringComparer.Ordinal))
            {
                changes.Publish(new SamplesStored(cluster));
            }
        }
    }

    /// <summary>Another process samples; when this one does again, it tells everything anew.</summary>
    public void Forget() => _told = null;
}
