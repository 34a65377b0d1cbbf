using MeshLab.Core.Clusters;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>Whether anything acts on objects: an API server alone neither collects dependents, nor empties namespaces, nor runs pods.</summary>
internal static class Controllers
{
    /// <summary>Skips the test, and says why, where no controller manager makes the namespace's default service account.</summary>
    public static async Task RequireAsync(ClusterClient client, string @namespace, bool simulated)
    {
        var account = new ObjectRef("v1", "ServiceAccount", @namespace, "default");
        var found = simulated || await Eventually.BecomesTrueAsync(async () => await client.GetAsync(account, TestContext.Current.CancellationToken) is not null, 15);
        Assert.SkipUnless(found, "this cluster has no controller manager (no default service account was made), and the test needs one");
    }
}
