using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace MeshLab.Tests.Scenarios;

public sealed class ScenarioCatalogueTests : IDisposable
{
    private readonly ScenarioFolder _folder = new();
    private readonly ChangeFeed _changes = new(NullLogger<ChangeFeed>.Instance);
    private readonly ScenarioCatalogue _catalogue;

    public ScenarioCatalogueTests()
    {
        _folder.Write("shop/scenario.yaml", ScenarioFolder.Valid);
        _catalogue = new(new ContentDirectories(Options.Create(new MeshLabOptions { ScenariosDirectory = _folder.Root })), _changes, TimeProvider.System, NullLogger<ScenarioCatalogue>.Instance);
    }

    public void Dispose()
    {
        _catalogue.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Scenarios_SeveralSections_AreInOrderOfNumberAndName()
    {
        Add("b", "9.10");
        Add("c", "9.2");
        Add("a", "9.2");
        _folder.Write("shared/app.yaml", "kind: Nothing\n");
        _folder.Write(".git/x", "");

        Assert.Equal(["shop", "a", "c", "b"], _catalogue.Scenarios.Select(scenario => scenario.Name));
        Assert.Empty(_catalogue.Problems);
        Assert.Equal("shop", _catalogue.Find("shop")!.Name);
        Assert.Null(_catalogue.Find("../shop"));
    }

    [Fact]
    public void Problems_BrokenScenario_AreListedAndTheOthersStay()
    {
        _folder.Write("broken/scenario.yaml", "spec: {}\n");
        _folder.Write("nothing/README.md", "# Nothing\n");

        Assert.Equal(["shop"], _catalogue.Scenarios.Select(scenario => scenario.Name));
        Assert.Equal(["broken/scenario.yaml", "nothing/scenario.yaml"], _catalogue.Problems.Select(problem => problem.File).Distinct());
        Assert.NotEmpty(_catalogue.ProblemsOf("broken"));
        Assert.Empty(_catalogue.ProblemsOf("shop"));
    }

    [Fact]
    public void Scenarios_MissingFolder_IsAProblem()
    {
        using var catalogue = new ScenarioCatalogue(new ContentDirectories(Options.Create(new MeshLabOptions { ScenariosDirectory = "/does/not/exist" })), _changes, TimeProvider.System, NullLogger<ScenarioCatalogue>.Instance);

        Assert.Empty(catalogue.Scenarios);
        Assert.Contains("MeshLab:ScenariosDirectory", Assert.Single(catalogue.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenarios_FolderThatComesLater_IsRead()
    {
        var later = Path.Combine(_folder.Root, "later");
        using var catalogue = new ScenarioCatalogue(new ContentDirectories(Options.Create(new MeshLabOptions { ScenariosDirectory = later })), _changes, TimeProvider.System, NullLogger<ScenarioCatalogue>.Instance);
        Assert.Empty(catalogue.Scenarios);
        using var published = new SemaphoreSlim(0);
        using var subscription = _changes.Subscribe<ScenariosChanged>(_ => published.Release());

        _folder.Write("later/shop/manifests/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app }\n");
        _folder.Write("later/shop/scenario.yaml", ScenarioFolder.Valid);

        while (catalogue.Scenarios.Count == 0)
        {
            Assert.True(await published.WaitAsync(TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task Scenarios_FileChanges_AreReadAgainAndPublished()
    {
        Assert.Equal("Shop", _catalogue.Scenarios[0].Title);
        using var published = new SemaphoreSlim(0);
        using var subscription = _changes.Subscribe<ScenariosChanged>(_ => published.Release());

        _folder.Write("shop/scenario.yaml", ScenarioFolder.Valid.Replace("title: Shop", "title: Market", StringComparison.Ordinal));

        Assert.True(await published.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("Market", _catalogue.Scenarios[0].Title);
    }

    [Fact]
    public async Task Problems_TaskTheRoadmapLacks_IsReportedUntilItHasIt()
    {
        _folder.Write("shop/scenario.yaml", ScenarioFolder.Valid.Replace("title: App", "title: App\n      covers: [9.1/install-shop]", StringComparison.Ordinal));
        var file = _folder.Write("roadmap/phase.md", "## 9.1 Shop\n\n- [ ] Install app\n");
        var directories = new ContentDirectories(Options.Create(new MeshLabOptions { ScenariosDirectory = _folder.Root, RoadmapDirectory = Path.GetDirectoryName(file)! }));
        using var catalogue = new ScenarioCatalogue(directories, _changes, TimeProvider.System, NullLogger<ScenarioCatalogue>.Instance, new RoadmapCatalogue(directories));

        Assert.Equal(
            "shop/scenario.yaml:16:16: the roadmap has no single task \"9.1/install-shop\"; did you mean 9.1/install-app?",
            Assert.Single(catalogue.ProblemsOf("shop")).ToString());

        using var read = new SemaphoreSlim(0);
        using var subscription = _changes.Subscribe<ScenariosChanged>(_ => read.Release());
        await File.WriteAllTextAsync(file, "## 9.1 Shop\n\n- [ ] Install shop\n");
        _changes.Publish(new RoadmapChanged([]));
        Assert.True(await read.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Empty(catalogue.ProblemsOf("shop"));
    }

    [Fact]
    public async Task Content_FilesAndReadme_StayInTheFolder()
    {
        _folder.Write("shop/README.md", "# Shop\n");
        _folder.Write("shop/values/v.yaml", "a: 1\n");
        _folder.Write("other/secret.yaml", "a: 1\n");
        File.CreateSymbolicLink(Path.Combine(_folder.Shop, "link.yaml"), Path.Combine(_folder.Root, "other", "secret.yaml"));
        var content = new ScenarioContent(_catalogue);

        Assert.Equal("# Shop\n", await content.GetReadmeAsync("shop", CancellationToken.None));
        Assert.Null(await content.GetReadmeAsync("other", CancellationToken.None));
        Assert.Equal(["scenario.yaml", "manifests/app.yaml", "values/v.yaml"], content.GetFiles("shop").Select(file => file.Path));
        Assert.Null(await content.GetTextAsync("shop", "../other/secret.yaml", CancellationToken.None));
        Assert.Null(await content.GetTextAsync("shop", "link.yaml", CancellationToken.None));
        Assert.Equal("a: 1\n", await content.GetTextAsync("shop", "values/v.yaml", CancellationToken.None));
    }

    private void Add(string name, string section)
    {
        _folder.Write($"{name}/manifests/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n");
        _folder.Write($"{name}/scenario.yaml", ScenarioFolder.Valid.Replace("name: shop", $"name: {name}", StringComparison.Ordinal).Replace("\"9.1\"", $"\"{section}\"", StringComparison.Ordinal));
    }
}
