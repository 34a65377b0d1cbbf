using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Store;
using Xunit;

namespace MeshLab.Tests.Simulation.Charts;

public sealed class AdmiraltyChartTests
{
    [Fact]
    public void Admiralty_WithoutCertManager_IsRefusedAsHelmWould()
    {
        var cluster = new DemoCluster("demo", new ObjectStore(), TimeProvider.System);

        var refusal = Assert.Throws<ChartProfileException>(() =>
            new ChartProfiles().RenderRelease(cluster, new ChartRequest("admiralty", "admiralty", "oci://public.ecr.aws/admiralty/admiralty", null, "0.17.0", [])));

        Assert.Contains("cert-manager first", refusal.Message, StringComparison.Ordinal);
    }
}
