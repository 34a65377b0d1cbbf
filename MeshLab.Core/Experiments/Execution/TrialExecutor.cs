using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Experiments.Results;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Network;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Core.Runs;

namespace MeshLab.Core.Experiments.Execution;

/// <summary>Measures one variant under one load: sends the load, waits until what was used over it is known, and judges it.</summary>
internal sealed class TrialExecutor(
    ExperimentJournal journal, FortioLoad load, MeasurementService measurements, NetworkReader network, SamplingSettings sampling, ClusterCatalogue clusters, RunService runs, ChangeFeed changes, TimeProvider clock)
{
    /// <summary>How long after the load's end samples are waited for, beside a few intervals of sampling.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _look = TimeSpan.FromSeconds(2);

    /// <summary>Carries the trial out, anew if it was interrupted.</summary>
    public async Task RunAsync(ExperimentDefinition definition, ExperimentVariant variant, ExperimentTrialRow trial, CancellationToken cancellationToken)
    {
        var target = variant.Target ?? definition.Target;
        var level = definition.Levels[trial.Level];
        if (trial is { Status: TrialStatus.Running or TrialStatus.Reading, StartedAt: { } interrupted })
        {
            // Fortio goes on in its pod when MeshLab dies; two loads at once would spoil both. A load that had ended is sent again as
            // well, because nothing was sampled while MeshLab was away.
            await UntilAsync(interrupted + level.Duration + definition.CoolDown, cancellationToken);
        }

        (trial.Status, trial.StartedAt, trial.Error) = (TrialStatus.Running, clock.GetUtcNow(), null);
        await journal.SaveAsync(trial, cancellationToken);
        var sent = await SendAsync(variant, target, level, trial, cancellationToken);
        (trial.Status, trial.ClientPod, trial.Result) = (TrialStatus.Reading, sent.Pod, sent.Text);
        await journal.SaveAsync(trial, cancellationToken);

        var result = sent.Result;
        var usage = await UsageAsync(variant.Cluster, result.StartedAt, result.EndedAt, cancellationToken);
        var net = await network.ReadAsync(variant.Cluster, result.StartedAt, result.EndedAt, cancellationToken);
        var client = new ClientUsage(
            usage.Containers.Where(one => one.Namespace == target.Namespace && one.Pod == sent.Pod && one.Container == (target.Container ?? one.Container)).Sum(one => one.CpuCores),
            await ClientLimit.ReadAsync(clusters.Connect(variant.Cluster), target, sent.Pod, cancellationToken));
        var disturbing = (await runs.ListForClusterAsync(variant.Cluster, result.StartedAt, result.EndedAt, cancellationToken)).Select(run => run.Id).ToList();
        var figures = TrialJudge.Judge(level, result, usage, client, disturbing, clusters.Find(variant.Cluster) is { IsSimulated: true } ? Origin.Simulated : Origin.Measured) with { Network = net };
        (trial.Status, trial.Figures) = (TrialStatus.Succeeded, JournalJson.Write(figures));
        await journal.SaveAsync(trial, cancellationToken);
        await UntilAsync(clock.GetUtcNow() + definition.CoolDown, cancellationToken);
    }

    /// <summary>Load whose figures count for nothing, with the lightest of the experiment's loads.</summary>
    public async Task WarmUpAsync(ExperimentDefinition definition, ExperimentVariant variant, CancellationToken cancellationToken)
    {
        if (definition.WarmUp >= TimeSpan.FromSeconds(1))
        {
            var began = clock.GetUtcNow();
            await load.SendAsync(variant.Cluster, variant.Target ?? definition.Target, definition.Levels.MinBy(level => level.Qps)!, definition.WarmUp, cancellationToken);
            await UntilAsync(began + definition.WarmUp, cancellationToken);
        }
    }

    private async Task<SentLoad> SendAsync(ExperimentVariant variant, ExperimentTarget target, LoadLevel level, ExperimentTrialRow trial, CancellationToken cancellationToken)
    {
        try
        {
            return await load.SendAsync(variant.Cluster, target, level, level.Duration, cancellationToken);
        }
        catch (ExperimentFailedException error)
        {
            (trial.Status, trial.Error) = (TrialStatus.Failed, error.Message);
            await journal.SaveAsync(trial, cancellationToken);
            throw;
        }
    }

    /// <summary>What was used over the load, once every container that still runs was read after its end, or patience is over.</summary>
    private async Task<WindowUsage> UsageAsync(string cluster, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        // The demo cluster's commands end early; its counters go on as the requests would really have come.
        await UntilAsync(to, cancellationToken);
        var deadline = to + (await sampling.GetIntervalAsync(cancellationToken) * 3) + _patience;
        using var stored = new SemaphoreSlim(0);
        using var subscription = changes.Subscribe<SamplesStored>(change =>
        {
            if (change.Cluster == cluster)
            {
                stored.Release();
            }
        });
        while (true)
        {
            var usage = await measurements.ReadWindowAsync(cluster, from, to, null, cancellationToken);
            if (usage.Complete || clock.GetUtcNow() >= deadline)
            {
                return usage;
            }

            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(stored.WaitAsync(over.Token), Task.Delay(_look, clock, over.Token));
            await over.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task UntilAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var wait = time - clock.GetUtcNow();
        return wait > TimeSpan.Zero ? Task.Delay(wait, clock, cancellationToken) : Task.CompletedTask;
    }
}
