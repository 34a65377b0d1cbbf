using MeshLab.Core.Changes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>Keeps one sampler running for each cluster that has a scenario on it, each on its own, so that a slow one holds up no other.</summary>
internal sealed partial class SamplingService(IServiceProvider services, SamplingStates states, ChangeFeed changes, TimeProvider clock, ILogger<SamplingService> logger) : BackgroundService
{
    /// <summary>How often the clusters are looked up.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (Task Task, CancellationTokenSource Stop)> _running = [];

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
            foreach (var source in services.GetServices<ISamplingTargets>())
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

        foreach (var (cluster, sampler) in _running.ToList())
        {
            if (sampler.Task.Exception is { } error)
            {
                LogEnded(logger, cluster, error);
            }

            if (!targets.Contains(cluster) || sampler.Task.IsCompleted)
            {
                await StopAsync(cluster);
            }
        }

        foreach (var cluster in targets.Where(cluster => !_running.ContainsKey(cluster)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var sampler = ActivatorUtilities.CreateInstance<ClusterSampler>(services, cluster);
            _running[cluster] = (Task.Run(() => sampler.RunAsync(stop.Token), CancellationToken.None), stop);
            LogStarted(logger, cluster);
        }
    }

    private async Task StopAsync(string cluster)
    {
        _running.Remove(cluster, out var sampler);
        await sampler.Stop.CancelAsync();
        await sampler.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        sampler.Stop.Dispose();
        states.Remove(cluster);
        changes.Publish(new SamplesStored(cluster));
        LogStopped(logger, cluster);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sampling {Cluster}")]
    private static partial void LogStarted(ILogger logger, string cluster);

    [LoggerMessage(Level = LogLevel.Information, Message = "No longer sampling {Cluster}")]
    private static partial void LogStopped(ILogger logger, string cluster);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sampler of {Cluster} ended and is started again")]
    private static partial void LogEnded(ILogger logger, string cluster, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clusters to sample are not known just now; those sampled before go on")]
    private static partial void LogTargetsUnknown(ILogger logger, Exception error);
}
