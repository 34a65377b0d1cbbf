using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Usage;
using Xunit;

namespace MeshLab.Tests.Simulation.Usage;

public sealed class MetricsServerTests : IDisposable
{
    private readonly SimulatedCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Pods_AskedTwice_SayWhatTheKubeletsCountersSay()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 2));
        _cluster.Pass(TimeSpan.FromSeconds(30));
        _cluster.Cluster.Metrics.Pods();
        var before = Counters();
        _cluster.Pass(MetricsServer.Resolution);

        var pods = _cluster.Cluster.Metrics.Pods();

        var after = Counters();
        Assert.NotEmpty(pods);
        Assert.All(pods, pod =>
        {
            Assert.Equal("15s", pod.Text("window"));
            var expected = (after[pod.Name()] - before[pod.Name()]) / 15;
            Assert.Equal(expected, pod.Items("containers").Sum(one => long.Parse(one.Text("usage", "cpu")!.TrimEnd('n'), System.Globalization.CultureInfo.InvariantCulture)), 10.0);
        });
    }

    [Fact]
    public void Pods_NewSinceTheLastReading_AreLeftOutUntilTheNext()
    {
        _cluster.Cluster.Metrics.Pods();
        _cluster.Apply(SimulatedCluster.Deployment("web", 1));
        _cluster.Pass(MetricsServer.Resolution);

        Assert.DoesNotContain(_cluster.Cluster.Metrics.Pods(), pod => pod.Name().StartsWith("web", StringComparison.Ordinal));

        _cluster.Pass(MetricsServer.Resolution);
        Assert.Contains(_cluster.Cluster.Metrics.Pods(), pod => pod.Name().StartsWith("web", StringComparison.Ordinal));
    }

    [Fact]
    public void Nodes_AskedOften_KeepTheirTimestampBetweenReadings()
    {
        var first = _cluster.Cluster.Metrics.Nodes();
        _cluster.Pass(TimeSpan.FromSeconds(5));

        var again = _cluster.Cluster.Metrics.Nodes();

        Assert.Equal(2, first.Count);
        Assert.Equal(first.Select(node => node.Text("timestamp")), again.Select(node => node.Text("timestamp")));
        Assert.Equal("10s", first[0].Text("window"));
    }

    private Dictionary<string, long> Counters() => _cluster.Cluster.Store.List("", "nodes").Select(node => _cluster.Cluster.Usage.Read(node.Name())!)
        .SelectMany(node => node.Pods).ToDictionary(pod => pod.Pod.Name(), pod => pod.Cpu.Nanoseconds);
}
