using System.Text;
using System.Text.Json;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Kubeconfigs;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Documents;
using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Formats;
using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Experiments.Results;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Counters;
using MeshLab.Core.Measurements.Fortio;
using MeshLab.Core.Measurements.Network;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios.Loading;
using MeshLab.Tests.Scenarios;
using MeshLab.Web.Api;

namespace MeshLab.Tests.Fuzzing;

/// <summary>Every parser of what comes from outside: files of people, answers of clusters and of tools.</summary>
public static class FuzzTargets
{
    private static readonly DateTimeOffset _now = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly MarkdownRenderer _markdown = new();
    private static readonly ScenarioLoader _scenarios = new();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("roadmap", bytes => RoadmapParser.Parse("phase.md", bytes)),
        new("document", Document),
        new("scenario", bytes => _scenarios.Read(Text(bytes), Path.Combine(ScenarioFolder.Shipped, "linkerd-tutorial"))),
        new("manifest", bytes => ManifestReader.Read(Text(bytes), "x.yaml"), typeof(ManifestException)),
        new("kubeconfig", Kubeconfig, typeof(KubeconfigException)),
        new("kubelet", Kubelet, typeof(JsonException)),
        new("metrics-api", MetricsApi, typeof(JsonException)),
        new("prometheus", Prometheus, typeof(ClusterException)),
        new("fortio", bytes => FortioResultReader.Read(Text(bytes)), typeof(FormatException)),
        new("experiment", Experiment, typeof(ExperimentRefusedException)),
        new("prices", Prices, typeof(JsonException), typeof(PriceBookException)),
    ];

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static void Document(byte[] bytes)
    {
        _markdown.RenderDocument(Text(bytes), "a.md");
        _markdown.ToInlineHtml(Text(bytes));
    }

    private static void Kubeconfig(byte[] bytes)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            var file = KubeconfigFile.Read(path);
            foreach (var cluster in file.Clusters)
            {
                foreach (var user in file.Users.DefaultIfEmpty())
                {
                    ConnectionSettingsReader.Read(new(cluster, cluster, user));
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Kubelet(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var observations = KubeletSummaryParser.ParseAsync("n1", stream, CancellationToken.None).GetAwaiter().GetResult();
        Track(observations);
    }

    private static void MetricsApi(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        Track([.. (MetricsItem.ReadListAsync(stream, CancellationToken.None).GetAwaiter().GetResult() ?? []).SelectMany(item => MetricsApiSource.Observations(item, "n1", ""))]);
    }

    private static void Track(IReadOnlyList<UsageObservation> observations)
    {
        var tracker = new UsageTracker();
        tracker.Observe(observations, TimeSpan.FromMinutes(1));
        tracker.Observe(observations, TimeSpan.FromMinutes(1));
    }

    /// <summary>One answer to whatever is asked, so that it is read in every way.</summary>
    private static void Prometheus(byte[] bytes)
    {
        var connection = new OneAnswer(bytes);
        Track(((IUsageSource)new PrometheusUsageSource(connection, "")).ReadAsync(null!, CancellationToken.None).GetAwaiter().GetResult().Observations);
        foreach (var latency in new LatencyHistograms(connection, "").ReadAsync(_now.AddMinutes(-5), _now, CancellationToken.None).GetAwaiter().GetResult())
        {
            latency.Latency.Percentile(99);
        }

        new TrafficTelemetry(connection, "").ReadAsync(_now.AddMinutes(-5), _now, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Reads it, makes the rows, reads them as a page does, and writes them in every format.</summary>
    private static void Experiment(byte[] bytes)
    {
        var (row, stages, trials) = ExperimentImport.Read(Text(bytes), "file.json").Rows("a test", _now);
        var experiment = ExperimentReader.Of(row, stages, trials);
        ExperimentCsv.Write(experiment, ResultBuilder.Build(experiment));
        ExperimentDocument.Write(experiment);
        SmpFormat.Write(experiment);
    }

    private static void Prices(byte[] bytes)
    {
        var book = (JsonSerializer.Deserialize<PriceBookInput>(bytes, JsonSerializerOptions.Web) ?? throw new JsonException("There is no book.")).Book("ours");
        PriceBooks.Complete(book);
    }

    private sealed class OneAnswer(byte[] bytes) : IPrometheusConnection
    {
        public string Description => "a Prometheus";

        public Task<Stream> GetAsync(string path, CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(bytes, writable: false));
    }
}
