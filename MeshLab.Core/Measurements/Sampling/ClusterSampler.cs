using System.Net;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Core.Measurements.Store;
using MeshLab.Core.Measurements.Telemetry;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>
/// Samples one cluster from one source until it is told to stop: a round every interval, and after a failure a growing wait. It keeps trying, so
/// that it carries on by itself when the cluster answers again; the silence stays visible as a gap.
/// </summary>
internal sealed partial class ClusterSampler(
    string cluster,
    string sourceName,
    ClusterCatalogue catalogue,
    PrometheusSources prometheus,
    UsageStore store,
    SamplingStates states,
    SamplingSettings settings,
    SamplingMetrics metrics,
    ChangeFeed changes,
    Random random,
    TimeProvider clock,
    ILogger<ClusterSampler> logger)
{
    /// <summary>A silence longer than this many intervals is a gap.</summary>
    public const int GapIntervals = 4;

    /// <summary>No gap below this: kubelets refresh a container's figures only every 10 to 20 seconds, however often they are asked.</summary>
    public static readonly TimeSpan LeastGap = TimeSpan.FromMinutes(1);

    /// <summary>A round that takes longer has failed.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly UsageTracker _tracker = new();
    private readonly MetricsApiSource _metricsApi = new();
    private readonly PodDirectory _pods = new(clock, logger);
    private int _failures;

    /// <summary>Samples until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var wake = new IntervalWake(changes);
        states.Update(cluster, sourceName, state => state);
        while (!cancellationToken.IsCancellationRequested)
        {
            var began = clock.GetUtcNow();
            var interval = Shortened(await settings.GetIntervalAsync(cancellationToken));
            var succeeded = await TryRoundAsync(interval, cancellationToken);
            metrics.RoundEnded(cluster, sourceName, succeeded, clock.GetUtcNow() - began);
            var wait = succeeded ? interval - (clock.GetUtcNow() - began) : Backoff.After(_failures, interval, random);
            if (!succeeded)
            {
                var next = clock.GetUtcNow() + wait;
                states.Update(cluster, sourceName, state => state with { NextAttemptAt = next });
                changes.Publish(new SamplesStored(cluster));
            }

            await wake.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, cancellationToken);
        }
    }

    private TimeSpan Shortened(TimeSpan interval) =>
        sourceName == MetricsApiSource.Name && interval > MetricsApiSource.LongestInterval ? MetricsApiSource.LongestInterval : interval;

    private async Task<bool> TryRoundAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var limited = new CancellationTokenSource(_patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellationToken);
        try
        {
            var failures = await RoundAsync(interval, both.Token);
            _failures = 0;
            var now = clock.GetUtcNow();
            var partly = failures.Count == 0 ? null : $"{failures.Count} of the nodes gave no usage. {failures[0].Node}: {failures[0].Message}";
            states.Update(cluster, sourceName, state => state with { LastSampleAt = now, Error = partly, NextAttemptAt = null, FailingSince = null, Refused = false });
            changes.Publish(new SamplesStored(cluster));
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever goes wrong in a round is told and tried again; the sampler outlives it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failures++;
            var message = error is OperationCanceledException ? $"{cluster} did not give its usage within {_patience.TotalSeconds} seconds." : error.Message;
            var now = clock.GetUtcNow();
            states.Update(cluster, sourceName, state => state with { Error = message, FailingSince = state.FailingSince ?? now, Refused = error is ClusterException { Status: HttpStatusCode.Forbidden } });
            if (_failures == 1)
            {
                LogFailed(logger, cluster, sourceName, message, error);
            }

            return false;
        }
    }

    private async Task<IReadOnlyList<NodeFailure>> RoundAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        var client = catalogue.Connect(cluster);
        IUsageSource source = sourceName switch
        {
            KubeletSummarySource.Name => new KubeletSummarySource(),
            MetricsApiSource.Name => _metricsApi,
            _ => prometheus.UsageOf(cluster) ?? throw new ClusterException($"There is no Prometheus set for {cluster} any more."),
        };
        var reading = await source.ReadAsync(client, cancellationToken);
        var gap = interval * GapIntervals;
        var samples = _tracker.Observe(reading.Observations, gap > LeastGap ? gap : LeastGap);
        var classes = await _pods.ClassifyAsync(client, samples.Select(sample => sample.Subject), cancellationToken);
        var origin = client.Cluster.IsSimulated ? Origin.Simulated : Origin.Measured;
        await store.AppendAsync(new(cluster, sourceName, origin, samples, classes), cancellationToken);
        metrics.Stored(cluster, sourceName, samples.Count);
        return reading.Failures;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sampling of {Cluster} from {Source} failed and will be tried again: {Reason}")]
    private static partial void LogFailed(ILogger logger, string cluster, string source, string reason, Exception error);
}
