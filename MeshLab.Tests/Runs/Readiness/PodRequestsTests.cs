using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Readiness;
using Xunit;

namespace MeshLab.Tests.Runs.Readiness;

public sealed class PodRequestsTests
{
    [Theory]
    [InlineData("100m", 0.1)]
    [InlineData("2", 2)]
    [InlineData("1e3", 1000)]
    [InlineData("128Mi", 134217728)]
    [InlineData("1.5Gi", 1610612736)]
    [InlineData("5k", 5000)]
    [InlineData("24581692Ki", 25171652608)]
    [InlineData("2E", 2e18)]
    [InlineData("", 0)]
    [InlineData(null, 0)]
    [InlineData("many", 0)]
    public void Quantity_IsRead(string? text, double amount) => Assert.Equal(amount, ResourceQuantity.Of(text), 6);

    [Fact]
    public void Pod_WithSidecarAndInitContainers_CountsAsTheSchedulerDoes()
    {
        var spec = JsonNode.Parse("""
            {
              "initContainers": [
                {"name": "init", "resources": {"requests": {"cpu": "1", "memory": "64Mi"}}},
                {"name": "proxy", "restartPolicy": "Always", "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}}}
              ],
              "containers": [{"name": "app", "resources": {"limits": {"cpu": "500m", "memory": "256Mi"}}}],
              "overhead": {"cpu": "50m"}
            }
            """);

        var requests = PodRequests.Of(spec);

        Assert.Equal((1.05, 384.0 * (1 << 20), 1.0), (Math.Round(requests.Cores, 3), requests.Bytes, requests.Pods));
    }

    [Theory]
    [InlineData("Gateway", "gateways")]
    [InlineData("AuthorizationPolicy", "authorizationpolicies")]
    [InlineData("Ingress", "ingresses")]
    [InlineData("VirtualService", "virtualservices")]
    [InlineData("Mesh", "meshes")]
    public void Plural_OfAKindThatIsNotServedYet_IsThatOfItsDefinition(string kind, string plural) => Assert.Equal(plural, AccessPlan.Plural(kind));
}
