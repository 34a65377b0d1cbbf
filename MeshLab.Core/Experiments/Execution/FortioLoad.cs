using System.Globalization;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Fortio;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Workloads;

namespace MeshLab.Core.Experiments.Execution;

/// <summary>Sends a load with Fortio from a pod of the cluster.</summary>
internal sealed class FortioLoad(ClusterCatalogue clusters)
{
    /// <summary>
    /// The command of a load. <c>-nocatchup</c> and <c>-uniform</c> make it as open as Fortio can be: every connection has a fixed
    /// timetable, shifted against the others, and a turn that comes while the connection still waits is left out instead of being
    /// made up for later, so that late answers show as a rate that was not reached and not as a burst. A resolution of 0.1 ms keeps
    /// percentiles below a millisecond apart.
    /// </summary>
    public static IReadOnlyList<string> Command(ExperimentTarget target, LoadLevel level, TimeSpan duration) =>
    [
        "fortio", "load", "-quiet", "-json", "-",
        "-qps", level.Qps.ToString("0.###", CultureInfo.InvariantCulture),
        "-c", level.Connections.ToString(CultureInfo.InvariantCulture),
        "-t", $"{duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}s",
        "-nocatchup", "-uniform", "-r", "0.0001", "-p", "50,75,90,95,99,99.9", "-allow-initial-errors",
        .. target.Payload is { } body ? ["-payload", body] : Array.Empty<string>(),
        target.Url,
    ];

    /// <summary>Sends the load and waits for its end.</summary>
    /// <exception cref="ExperimentFailedException">There is no pod to send it from, or Fortio failed.</exception>
    public async Task<SentLoad> SendAsync(string cluster, ExperimentTarget target, LoadLevel level, TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            var client = clusters.Connect(cluster);
            var pod = await PodFinder.FindAsync(client, target.In, target.Namespace, cancellationToken);
            var result = await client.ExecAsync(target.Namespace, pod, target.Container, Command(target, level, duration), null, cancellationToken);
            if (result.ExitCode != 0)
            {
                var words = string.Join('\n', (result.StandardError + result.StandardOutput).TrimEnd().Split('\n').TakeLast(5));
                throw new ExperimentFailedException($"Fortio in {target.Namespace}/{pod} on {cluster} ended with exit code {result.ExitCode}: {words}");
            }

            return new(pod, result.StandardOutput, FortioResultReader.Read(result.StandardOutput));
        }
        catch (Exception error) when (error is StepFailedException or ClusterException or FormatException)
        {
            throw new ExperimentFailedException($"The load on {target.Url} could not be sent from {target.Namespace}/{target.In} on {cluster}: {error.Message}", error);
        }
    }
}

/// <summary>A load that was sent.</summary>
/// <param name="Pod">The pod it was sent from.</param>
/// <param name="Text">Fortio's result as it wrote it.</param>
/// <param name="Result">The same, read.</param>
internal sealed record SentLoad(string Pod, string Text, FortioResult Result);
