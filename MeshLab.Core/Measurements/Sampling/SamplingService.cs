using MeshLab.Core.Changes;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Core.Storage.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>Keeps one sampler running for each source of each cluster that has a scenario on it, each on its own, so that a slow one holds up no other.</summary>
internal sealed partial class SamplingService(IServiceProvider services, ProcessLeases processes, PrometheusSources prometheus, SamplingStates states, SamplingReport report, ChangeFeed changes, TimeProvider clock, ILogger<SamplingService> logger) : BackgroundService
{
    /// <summary>How often the clusters are looked up.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string Cluster, string Source), (Task Task, CancellationTokenSource Stop)> _running = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await FollowTargetsAsync(stoppingToken);
                await Task.Delay(LookEvery, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running.Keys.ToList().Select(StopAsync));
        }
    }

    private async Task FollowTargetsAsync(CancellationToken stoppingToken)
    {
        var targets = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            // Of several processes one samples, because a sample is of the time since the one before.
            var mine = await processes.TakeRoleAsync(ProcessRoles.Sampling, stoppingToken);
            await TellAsync(mine, stoppingToken);
            foreach (var source in mine ? services.GetServices<ISamplingTargets>() : [])
            {
                targets.UnionWith(await source.GetAsync(stoppingToken));
            }
        }
#pragma warning disable CA1031 // Not knowing the targets for a moment is no reason to stop sampling those known.
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogTargetsUnknown(logger, error);
            return;
        }

        var wanted = targets.SelectMany(SourcesOf).ToHashSet();
        foreach (var (key, sampler) in _running.ToList())
        {
            if (sampler.Task.Exception is { } error)
            {
                LogEnded(logger, key.Cluster, error);
            }

            if (!wanted.Contains(key) || sampler.Task.IsCompleted)
            {
                await StopAsync(key);
            }
        }

        foreach (var (cluster, source) in wanted.Where(key => !_running.ContainsKey(key)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            // Two texts in the order of the constructor.
            var sampler = ActivatorUtilities.CreateInstance<ClusterSampler>(services, cluster, source);
            _running[(cluster, source)] = (Task.Run(() => sampler.RunAsync(stop.Token), CancellationToken.None), stop);
            LogStarted(logger, cluster, source);
        }
    }

    private async Task TellAsync(bool mine, CancellationToken stoppingToken)
    {
        if (mine)
        {
            await report.TellAsync(stoppingToken);
        }
        else
        {
            report.Forget();
        }
    }

    /// <summary>The kubelets, the Prometheus of the settings, and the metrics API where the kubelets are refused.</summary>
    private IEnumerable<(string Cluster, string Source)> SourcesOf(string cluster)
    {
        yield return (cluster, KubeletSummarySource.Name);
        if (prometheus.Has(cluster))
        {
            yield return (cluster, PrometheusUsageSource.Name);
        }

        if (states.Of(cluster, KubeletSummarySource.Name) is { Refused: true })
        {
            yield return (cluster, MetricsApiSource.Name);
        }
    }

    private async Task StopAsync((string Cluster, string Source) key)
    {
        _running.Remove(key, out var sampler);
        await sampler.Stop.CancelAsync();
        await sampler.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        sampler.Stop.Dispose();
        states.Remove(key.Cluster, key.Source);
        changes.Publish(new SamplesStored(key.Cluster));
        LogStopped(logger, key.Cluster, key.Source);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sampling {Cluster} from {Source}")]
    private static partial void LogStarted(ILogger logger, string cluster, string source);

    [LoggerMessage(Level = LogLevel.Information, Message = "No longer sampling {Cluster} from {Source}")]
    private static partial void LogStopped(ILogger logger, string cluster, string source);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sampler of {Cluster} ended and is started again")]
    private static partial void LogEnded(ILogger logger, string cluster, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clusters to sample are not known just now; those sampled before go on")]
    private static partial void LogTargetsUnknown(ILogger logger, Exception error);
}
