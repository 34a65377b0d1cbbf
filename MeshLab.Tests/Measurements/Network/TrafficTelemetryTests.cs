using MeshLab.Core;
using MeshLab.Core.Measurements.Network;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Tests.Measurements.Sources.Prometheus;
using Xunit;

namespace MeshLab.Tests.Measurements.Network;

/// <summary>Bytes between workloads against a real Prometheus that scrapes meshes whose traffic is known.</summary>
public sealed class TrafficTelemetryTests
{
    [Fact]
    public async Task Read_IstioAndLinkerd_IsWhatWasSent_OnceAndWithTheOtherClusterApart()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        var from = DateTimeOffset.UtcNow;
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        truth.Request(1000);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        var telemetry = new TrafficTelemetry(new HttpPrometheusConnection(new PrometheusEndpoint { Url = prometheus.Address }), "job=\"cadvisor\"");

        var (bytes, metrics) = await telemetry.ReadAsync(from, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);

        Assert.Equal(["istio_request_bytes_sum", "istio_response_bytes_sum", "tcp_write_bytes_total"], metrics);
        Assert.All(bytes, each => Assert.Equal((("shop", "frontend"), ("shop", "backend")), (each.From, each.To)));
        // increase() extrapolates to the edges of its range: 25 % for so short a one. Both reporters together would be twice as much.
        Assert.InRange(bytes.Where(each => !each.OtherCluster).Sum(each => each.Bytes), 3.6e6, 5.2e6);
        Assert.InRange(bytes.Where(each => each.OtherCluster).Sum(each => each.Bytes), 0.45e6, 0.65e6);
    }

    [Fact]
    public async Task Read_NothingCounted_IsNoMetricAndNotZero()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        var telemetry = new TrafficTelemetry(new HttpPrometheusConnection(new PrometheusEndpoint { Url = prometheus.Address }), "job=\"other\"");

        var now = DateTimeOffset.UtcNow;
        var (bytes, metrics) = await telemetry.ReadAsync(now.AddSeconds(-5), now, TestContext.Current.CancellationToken);

        Assert.Empty(bytes);
        Assert.Empty(metrics);
    }
}
