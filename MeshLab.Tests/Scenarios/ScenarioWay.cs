using System.Text.RegularExpressions;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Loading;

namespace MeshLab.Tests.Scenarios;

/// <summary>A way through a scenario of the lab on the demo clusters.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Clusters">Role to demo cluster.</param>
/// <param name="Parameters">Values of the parameters that the steps' conditions ask about.</param>
public sealed partial record ScenarioWay(string Scenario, IReadOnlyDictionary<string, string> Clusters, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The demo clusters, in the order in which roles get them.</summary>
    public static readonly IReadOnlyList<string> DemoClusters = ["demo", "demo-east", "demo-west"];

    /// <summary>
    /// Every way through every shipped scenario, by the parameters whose pattern is a list of words, such as <c>liqo|admiralty</c>: each word of
    /// the first, and with each of these every other parameter turned from its default, one at a time. Switches (<c>yes|no</c>) stay as they are. A scenario
    /// without such a parameter has one way.
    /// </summary>
    public static IReadOnlyList<ScenarioWay> All() =>
    [
        .. Directory.EnumerateDirectories(ScenarioFolder.Shipped).Where(folder => File.Exists(Path.Combine(folder, "scenario.yaml"))).Order(StringComparer.Ordinal)
            .Select(folder => new ScenarioLoader(_ => null).Load(folder).Scenario!)
            .SelectMany(Of),
    ];

    public override string ToString() => string.Join(' ', Parameters.Select(pair => $"{pair.Key}={pair.Value}").Prepend(Scenario));

    private static IEnumerable<ScenarioWay> Of(Scenario scenario)
    {
        var clusters = Bind([.. scenario.Clusters.Select(role => role.Role)]);
        var words = scenario.Parameters.Where(parameter => parameter.Pattern != "yes|no" && Words().IsMatch(parameter.Pattern ?? "")).ToList();
        IEnumerable<Dictionary<string, string>> ways = [[]];
        foreach (var parameter in words.Take(1))
        {
            ways = [.. parameter.Pattern!.Split('|').Select(word => new Dictionary<string, string> { [parameter.Name] = word })];
        }

        foreach (var parameter in words.Skip(1))
        {
            ways = [.. ways, .. ways.Where(way => way.Count == 1).SelectMany(way => parameter.Pattern!.Split('|').Where(word => word != parameter.Default).Select(word => new Dictionary<string, string>(way) { [parameter.Name] = word }))];
        }

        return ways.Select(way => new ScenarioWay(scenario.Name, clusters, way));
    }

    /// <summary>A role gets the demo cluster that bears its name, e.g. east; the others get what is left.</summary>
    private static Dictionary<string, string> Bind(IReadOnlyList<string> roles)
    {
        var bound = roles.Where(role => DemoClusters.Contains($"demo-{role}")).ToDictionary(role => role, role => $"demo-{role}");
        foreach (var role in roles.Where(role => !bound.ContainsKey(role)))
        {
            bound[role] = DemoClusters.First(cluster => !bound.ContainsValue(cluster));
        }

        return bound;
    }

    [GeneratedRegex(@"^[a-z0-9-]+(\|[a-z0-9-]+)+$")]
    private static partial Regex Words();
}
