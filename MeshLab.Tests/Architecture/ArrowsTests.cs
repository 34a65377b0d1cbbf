using System.Reflection;
using MeshLab.Core;
using NetArchTest.Rules;
using Xunit;

namespace MeshLab.Tests.Architecture;

/// <summary>The arrows between capabilities, as docs/architecture.md has them: a folder may use those named here and no other.</summary>
public sealed class ArrowsTests
{
    private static readonly Assembly Core = typeof(MeshLabOptions).Assembly;

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Changes"] = [],
        ["Audit"] = ["Storage", "Csv"],
        ["Access"] = ["Audit", "Storage"],
        ["Backups"] = ["Audit", "Storage"],
        ["Schemas"] = [],
        ["Statistics"] = [],
        ["Csv"] = [],
        ["Storage"] = [],
        ["Documents"] = [],
        ["Decisions"] = ["Audit", "Storage"],
        ["Roadmap"] = ["Audit", "Changes", "Storage", "Documents"],
        ["Clusters"] = ["Changes"],
        ["Scenarios"] = ["Changes", "Clusters", "Roadmap"],
        ["Runs"] = ["Audit", "Changes", "Storage", "Schemas", "Clusters", "Roadmap", "Scenarios"],
        ["Measurements"] = ["Audit", "Changes", "Storage", "Csv", "Clusters"],
        ["Topology"] = ["Clusters", "Measurements"],
        ["Costs"] = ["Audit", "Changes", "Storage", "Statistics", "Csv", "Measurements"],
        ["Experiments"] = ["Audit", "Changes", "Storage", "Statistics", "Csv", "Clusters", "Scenarios", "Runs", "Measurements"],
        ["Exports"] = ["Clusters", "Scenarios", "Runs"],
        ["Simulation"] = ["Schemas"],
    };

    public static TheoryData<string> Capabilities() => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Capabilities))]
    public void Capability_UsesOnlyWhatItMay(string capability)
    {
        var forbidden = Allowed.Keys.Where(other => other != capability && !Allowed[capability].Contains(other)).Select(other => $"MeshLab.Core.{other}").ToArray();

        var result = Types.InAssembly(Core).That().ResideInNamespaceStartingWith($"MeshLab.Core.{capability}").ShouldNot().HaveDependencyOnAny(forbidden).GetResult();

        Assert.True(result.IsSuccessful, $"{capability} uses what it may not: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void Capabilities_AreAllNamedHere()
    {
        var folders = Core.GetTypes()
            .Select(type => type.Namespace ?? "")
            .Where(name => name.StartsWith("MeshLab.Core.", StringComparison.Ordinal))
            .Select(name => name.Split('.')[2])
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), folders);
    }

    [Fact]
    public void Core_KnowsNoPage()
    {
        var result = Types.InAssembly(Core).ShouldNot().HaveDependencyOnAny("MeshLab.Web", "MudBlazor", "Plotly", "Microsoft.AspNetCore.Components").GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}
