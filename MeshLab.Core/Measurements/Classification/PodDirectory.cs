using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Measurements.Classification;

/// <summary>
/// What is known of one cluster's pods. The list is read again when a pod appears that it does not hold, and every few minutes
/// because labels of namespaces change. Where the API server does not allow the list, names alone have to do.
/// </summary>
internal sealed partial class PodDirectory(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan _maxAge = TimeSpan.FromMinutes(5);

    private Dictionary<string, PodFacts> _byUid = [];
    private Dictionary<(string, string), PodFacts> _byName = [];
    private DateTimeOffset? _readAt;
    private readonly HashSet<string> _unknown = [];

    /// <summary>Classifies the containers among the observations.</summary>
    public async Task<IReadOnlyDictionary<UsageSubject, ContainerClass>> ClassifyAsync(
        ClusterClient client, IEnumerable<UsageSubject> subjects, CancellationToken cancellationToken)
    {
        var containers = subjects.Where(subject => subject.Scope == UsageScope.Container).Distinct().ToList();
        var strangers = containers.Where(subject => Find(subject) is null && !_unknown.Contains(subject.PodUid)).ToList();
        if (strangers.Count > 0 || _readAt is not { } readAt || clock.GetUtcNow() - readAt > _maxAge)
        {
            await ReadAsync(client, cancellationToken);
            _unknown.Clear();
            _unknown.UnionWith(containers.Where(subject => Find(subject) is null).Select(subject => subject.PodUid));
        }

        return containers.ToDictionary(subject => subject, Describe);
    }

    private ContainerClass Describe(UsageSubject subject)
    {
        var pod = Find(subject) ?? PodFacts.OfNames(subject.Namespace, subject.Pod);
        return WorkloadClassifier.Classify(pod, subject.Container) with { Requests = pod.Requests.GetValueOrDefault(subject.Container) };
    }

    private PodFacts? Find(UsageSubject subject) =>
        _byUid.GetValueOrDefault(subject.PodUid)
        // Static pods: the kubelet knows them by another uid than the API server.
        ?? _byName.GetValueOrDefault((subject.Namespace, subject.Pod));

    private async Task ReadAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        _readAt = clock.GetUtcNow();
        try
        {
            var namespaces = (await client.ListAsync("v1", "Namespace", null, null, cancellationToken))
                .ToDictionary(item => (string?)item["metadata"]?["name"] ?? "");
            var pods = await client.ListAsync("v1", "Pod", null, null, cancellationToken);
            var read = pods.Select(pod => (Uid: (string?)pod["metadata"]?["uid"] ?? "", Facts: Facts(pod, namespaces))).ToList();
            _byUid = read.GroupBy(pod => pod.Uid).ToDictionary(group => group.Key, group => group.Last().Facts);
            _byName = read.GroupBy(pod => (pod.Facts.Namespace, pod.Facts.Name)).ToDictionary(group => group.Key, group => group.Last().Facts);
        }
        catch (ClusterException error)
        {
            LogPodsNotListed(logger, client.Cluster.Name, error);
        }
    }

    private static PodFacts Facts(JsonObject pod, Dictionary<string, JsonObject> namespaces) =>
        PodFacts.Read(pod, namespaces.GetValueOrDefault((string?)pod["metadata"]?["namespace"] ?? ""));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The pods of {Cluster} could not be listed; containers are classified by what is known of them already, or by their names")]
    private static partial void LogPodsNotListed(ILogger logger, string cluster, Exception error);
}
