using Bunit;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Web.Components;
using MeshLab.Web.Pages.Overview;
using Xunit;

namespace MeshLab.Tests.Web.Overview;

public sealed class MeshShareTests
{
    private const double Mebi = 1024 * 1024;

    [Fact]
    public void Of_AClusterWithAMesh_CountsAllOfTheMeshBesideTheAppAndNothingElse()
    {
        var share = Assert.Single(MeshShare.Of(Summary(
            Usage(WorkloadClass.App, 0.3, 60), Usage(WorkloadClass.Proxy, 0.06, 20), Usage(WorkloadClass.ControlPlane, 0.04, 20), Usage(WorkloadClass.Other, 5, 5000))));

        Assert.Equal(0.25, share.Cpu, 6);
        Assert.Equal(0.4, share.Memory, 6);
    }

    [Fact]
    public void Of_TwoSources_NeverAddsThem() =>
        Assert.Equal([0.5, 0.25], MeshShare.Of(Summary(
            Usage(WorkloadClass.App, 1, 1, "kubelet"), Usage(WorkloadClass.Proxy, 1, 1, "kubelet"), Usage(WorkloadClass.App, 3, 1, "prometheus"), Usage(WorkloadClass.Proxy, 1, 1, "prometheus")))
            .Select(share => share.Cpu));

    [Fact]
    public void Of_NothingUsed_IsZero() => Assert.Equal(0, Assert.Single(MeshShare.Of(Summary(Usage(WorkloadClass.App, 0, 0)))).Cpu);

    [Fact]
    public async Task Figure_SaysTheShareInWords()
    {
        await using var host = new ComponentsHost();

        var figure = host.Render<MeshShareFigure>(parameters => parameters.Add(one => one.Share, new MeshShare(Origin.Measured, "kubelet", 0.3, 0.1, 60 * Mebi, 40 * Mebi)));

        Assert.Equal("25 %", figure.Find("strong").TextContent);
        Assert.Contains("100 mCPU beside 300 mCPU", figure.Find("figcaption").TextContent, StringComparison.Ordinal);
        Assert.Equal("Memory: mesh 40 MiB, app 60 MiB", figure.FindAll("[role=img]")[1].GetAttribute("aria-label"));
    }

    private static ClassUsage Usage(WorkloadClass workloadClass, double cores, double mebibytes, string source = "kubelet") =>
        new(workloadClass, Origin.Measured, source, cores, mebibytes * Mebi);

    private static MeasurementSummary Summary(params ClassUsage[] classes) =>
        new("demo", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(5), TimeSpan.FromMinutes(5), classes);
}
