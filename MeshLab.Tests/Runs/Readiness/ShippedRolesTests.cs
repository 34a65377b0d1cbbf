using MeshLab.Core.Clusters.Access;
using MeshLab.Core.Clusters.Probes;
using MeshLab.Tests.Roadmap;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Runs.Readiness;

/// <summary>The shipped ClusterRoles give what MeshLab asks for and nothing else.</summary>
public sealed class ShippedRolesTests
{
    /// <summary>What charts make beyond the demo cluster's profiles: istiod and gateway 1.30.3 have an autoscaler.</summary>
    private static readonly string[] ByChartsOnly = ["horizontalpodautoscalers"];

    /// <summary>Groups whose definitions only charts and release files bring: a teardown looks for such objects in the namespaces it deletes.</summary>
    private static readonly string[] GroupsByChartsOnly =
        ["core.liqo.io", "extensions.istio.io", "gateway.networking.x-k8s.io", "ipam.liqo.io", "networking.liqo.io", "workload.linkerd.io"];

    /// <summary>What MeshLab lists of its own accord, for the object tree and the checks before a run.</summary>
    private static readonly GrantedRight[] Looks =
    [
        new("apps", "statefulsets", "list"), new("batch", "jobs", "list"), new("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "list"),
    ];

    [Fact]
    public async Task ViewAndDeploy_GiveEverythingThatPreflightAsksForOverAllScenarios()
    {
        var given = ShippedRoles.Rights("view").Concat(ShippedRoles.Rights("deploy")).ToHashSet();

        var lacking = (await NeedsAsync()).Where(need => !given.Contains(need) && !given.Contains(need with { Resource = "*" }));

        Assert.Empty(lacking.Select(one => one.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EveryRight_OfViewAndDeploy_IsNeeded()
    {
        var needs = await NeedsAsync();
        var used = RightsCheck.Used.Select(one => Right(one.Need)).Concat(Looks).ToHashSet();
        var groups = needs.Select(need => need.Group).ToHashSet(StringComparer.Ordinal);

        var idle = ShippedRoles.Rights("view").Concat(ShippedRoles.Rights("deploy")).Where(right => !needs.Contains(right) && !used.Contains(right) && !IsExplained(right));

        Assert.Empty(idle.Select(one => one.ToString()).Order(StringComparer.Ordinal));

        // A teardown deletes what a deploy makes, also where the demo cluster does not serve the kind before its chart is there.
        bool IsExplained(GrantedRight right) =>
            ByChartsOnly.Contains(right.Resource)
            || (right.Verb == "delete" && needs.Contains(right with { Verb = "create" }))
            || (right is { Resource: "*", Verb: "list" } && (groups.Contains(right.Group) || GroupsByChartsOnly.Contains(right.Group)));
    }

    [Fact]
    public void Measure_GivesExactlyWhatTheSourcesOfUsageAskFor()
    {
        var used = RightsCheck.Used.Where(one => one.Role == "meshlab-measure").Select(one => Right(one.Need));

        Assert.Equal(used.Order(Comparer<GrantedRight>.Create(Compare)), ShippedRoles.Rights("measure").Order(Comparer<GrantedRight>.Create(Compare)));
    }

    [Fact]
    public void RightsThatAreTold_AreGivenByTheRoleThatIsNamed()
    {
        Assert.All(RightsCheck.Used, one => Assert.Contains(Right(one.Need), ShippedRoles.Rights(one.Role["meshlab-".Length..])));
    }

    [Fact]
    public void View_ReadsNoSecretAndWritesNothing()
    {
        var rights = ShippedRoles.Rights("view").Concat(ShippedRoles.Rights("measure")).ToList();

        Assert.DoesNotContain(rights, right => right.Resource is "secrets" or "*");
        Assert.All(rights, right => Assert.True(right.Verb is "get" or "list", right.ToString()));
    }

    [Fact]
    public void NoRole_GivesARightTwice()
    {
        Assert.All(ShippedRoles.Names, role => Assert.Empty(ShippedRoles.Rights(role).GroupBy(one => one).Where(group => group.Count() > 1).Select(group => $"{role}: {group.Key}")));
    }

    private static async Task<IReadOnlySet<GrantedRight>> NeedsAsync()
    {
        await using var host = new RunHost { Configure = options => (options.ScenariosDirectory, options.RoadmapDirectory) = (ScenarioFolder.Shipped, Repository.PathTo("docs", "roadmap")) };
        await host.InitializeAsync();
        return (await ScenarioNeeds.ReadAsync(host, TestContext.Current.CancellationToken)).Select(Right).ToHashSet();
    }

    private static GrantedRight Right(AccessNeed need) => new(need.Group, need.Subresource is { } sub ? $"{need.Resource}/{sub}" : need.Resource, need.Verb);

    private static int Compare(GrantedRight one, GrantedRight other) => string.CompareOrdinal(one.ToString(), other.ToString());
}
