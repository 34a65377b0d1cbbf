using MeshLab.Core.Runs.Helm;
using Xunit;

namespace MeshLab.Tests.Runs.Helm;

public sealed class HelmDialectTests
{
    [Fact]
    public void Helm4_Conflicts_AreReadFieldByField()
    {
        const string Said = """
            level=WARN msg="upgrade failed" name=local error="conflict occurred while applying object helm-real/local-config /v1, Kind=ConfigMap: Apply failed with 2 conflicts: conflicts with \"x\""
            Error: UPGRADE FAILED: conflict occurred while applying object shop/web apps/v1, Kind=Deployment: Apply failed with 3 conflicts: conflicts with "kubectl" using apps/v1:
            - .spec.replicas
            - .metadata.labels.team
            conflict with "istiod" using admissionregistration.k8s.io/v1: .webhooks[name="rev.validation.istio.io"].failurePolicy
            """;

        var conflicts = new HelmDialect(new Version(4, 1, 4)).Conflicts(Said);

        Assert.Equal([".spec.replicas is owned by kubectl", ".metadata.labels.team is owned by kubectl", ".webhooks[name=\"rev.validation.istio.io\"].failurePolicy is owned by istiod"], conflicts);
        Assert.Empty(new HelmDialect(new Version(3, 18, 4)).Conflicts(Said));
        Assert.Empty(new HelmDialect(new Version(4, 1, 4)).Conflicts("Error: context deadline exceeded"));
    }

    [Theory]
    [InlineData("3.18.4", "--wait", "")]
    [InlineData("4.1.4", "--wait=watcher", "--force-conflicts")]
    public void Dialect_GivesEachVersionItsOwnArguments(string version, string wait, string takeFields)
    {
        var dialect = new HelmDialect(Version.Parse(version));

        Assert.Equal((wait, takeFields), (dialect.Wait, string.Join(' ', dialect.TakeFields)));
    }
}
