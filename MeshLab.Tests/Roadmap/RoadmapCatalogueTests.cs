using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace MeshLab.Tests.Roadmap;

public sealed partial class RoadmapCatalogueTests
{
    [Fact]
    public async Task Resolve_EveryReferenceOfScenariosAndDocuments_FindsItsTask()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();
        var references = ScenarioReferences().Concat(DocumentReferences()).ToList();

        Assert.True(references.Count > 100, $"Only {references.Count} references were found.");
        Assert.Empty(references.Where(pair => roadmap.Catalogue.Resolve(pair.Reference) is null).Select(pair => $"{pair.File}: {pair.Reference}"));
    }

    [Theory]
    [InlineData("9.1/install-istio", "9.1/install-istio")]
    [InlineData("9.1/install-istio-istioctl-or-helm", "9.1/install-istio")]
    [InlineData("9.1/traffic-management/traffic-splitting-canary", "9.1/traffic-management/traffic-splitting-canary")]
    [InlineData("9.1/traffic/traffic-splitting", "9.1/traffic-management/traffic-splitting-canary")]
    [InlineData("9.2/configure/traffic-splitting", "9.2/configure/traffic-splitting")]
    [InlineData("9.3/install-cilium-as-cni", "9.3/install-cilium-as-cni-with-service-mesh-features")]
    [InlineData("9.4/cilium-clustermesh-path/global-services", "9.4/cilium-clustermesh-path/global-services")]
    [InlineData(" 9.1/Install-Istio/ ", "9.1/install-istio")]
    [InlineData("9.1/document", "9.1/document-istio-patterns-and-gotchas")]
    [InlineData("9.1/install-ist", null)]
    [InlineData("9.0/document", "9.0/document-decision-criteria")]
    [InlineData("9.5/federation", null)]
    [InlineData("9/install-istio", null)]
    [InlineData("9.1", null)]
    [InlineData("9.1/", null)]
    [InlineData("", null)]
    [InlineData("//", null)]
    public async Task Resolve_Reference_IsTheOneTaskThatFits(string reference, string? expected)
    {
        await using var roadmap = await TestRoadmap.Phase9Async();

        Assert.Equal(expected, roadmap.Catalogue.Resolve(reference));
    }

    [Fact]
    public async Task Suggest_AmbiguousOrMisspelt_NamesLikelyIds()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();

        Assert.Equal(["9.5/federation-approaches", "9.5/federation-challenges"], roadmap.Catalogue.Suggest("9.5/federation"));
        Assert.Equal("9.1/traffic-management/traffic-splitting-canary", roadmap.Catalogue.Suggest("9.1/traffic-managment/traffic-splitting-canary")[0]);
        Assert.Empty(roadmap.Catalogue.Suggest("nothing/alike-at-all"));
    }

    [Fact]
    public async Task Catalogue_FolderMissing_SaysSoAndFindsItLater()
    {
        await using var roadmap = await TestRoadmap.CreateAsync();

        Assert.Contains("does not exist", Assert.Single(roadmap.Catalogue.Problems).Message, StringComparison.Ordinal);
        Assert.Empty(await roadmap.Service.GetAsync(default));

        Directory.CreateDirectory(roadmap.Folder);
        Assert.Contains("no Markdown file", Assert.Single(roadmap.Catalogue.Problems).Message, StringComparison.Ordinal);

        roadmap.Write("a.md", "# S\n- [ ] x\n");
        Assert.Empty(roadmap.Catalogue.Problems);
        Assert.Equal(["s/x"], roadmap.Catalogue.TaskIdentifiers);
    }

    [Fact]
    public async Task Catalogue_SeveralFiles_AreReadInOrderOfName()
    {
        await using var roadmap = await TestRoadmap.CreateAsync(("b.md", "# 2 B\n- [ ] x\n"), ("a.md", "- [ ] loose\n# 1 A\n- [ ] x\n"), ("c.md", "# 2 C\n- [ ] x\n"));

        Assert.Equal(["a/loose", "1/x", "2/x", "2-2/x"], roadmap.Catalogue.TaskIdentifiers);
    }

    [Fact]
    public async Task Phase9_Read_Has7SectionsWith163Tasks()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();

        var sections = await roadmap.Service.GetAsync(default);

        Assert.Equal(["9.0", "9.1", "9.2", "9.3", "9.4", "9.5", "9.6"], sections.Select(section => section.Id));
        Assert.Equal(163, sections.Sum(section => section.Total));
        Assert.Equal("Istio Deep Dive", sections[1].Title);
        Assert.Equal("Master Istio service mesh fundamentals", sections[1].Goal);
        Assert.Equal(["Understand Istio architecture (control plane, data plane, sidecars)", "Configure traffic management policies", "Implement security with mTLS"], sections[1].Objectives);
        Assert.All(sections, section => Assert.Equal(3, section.Objectives.Count));
        Assert.StartsWith("*FinOps consideration:", Assert.Single(sections[6].Remarks), StringComparison.Ordinal);
        Assert.Empty(roadmap.Service.Problems);
    }

    private static IEnumerable<(string File, string Reference)> ScenarioReferences()
    {
        foreach (var file in Directory.GetFiles(Repository.PathTo("scenarios"), "scenario.yaml", SearchOption.AllDirectories))
        {
            var yaml = new YamlStream();
            using var reader = new StreamReader(file);
            yaml.Load(reader);
            foreach (var covers in yaml.Documents[0].AllNodes.OfType<YamlMappingNode>().SelectMany(map => map.Children).Where(pair => pair.Key is YamlScalarNode { Value: "covers" }))
            {
                foreach (var reference in (YamlSequenceNode)covers.Value)
                {
                    yield return (file, ((YamlScalarNode)reference).Value!);
                }
            }
        }
    }

    private static IEnumerable<(string File, string Reference)> DocumentReferences() =>
        from file in Directory.GetFiles(Repository.PathTo("docs"), "*.md", SearchOption.AllDirectories)
        from Match match in Covers().Matches(File.ReadAllText(file))
        from reference in match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        select (file, reference);

    [GeneratedRegex("<!-- *covers:(.*?)-->", RegexOptions.Singleline)]
    private static partial Regex Covers();
}
