using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>One scenario: what it does, its files, and the panel that runs it.</summary>
public sealed partial class ScenarioPage
{
    private const int ShownRuns = 5;

    private static readonly (string View, string Text)[] Views = [("steps", "Steps"), ("readme", "README"), ("files", "Files")];

    private Scenario? _scenario;
    private string? _readme;
    private string? _shownName;
    private IReadOnlyDictionary<string, CoveredTask> _tasks = new Dictionary<string, CoveredTask>();
    private IReadOnlyList<ScenarioProblem> _problems = [];
    private IReadOnlyList<RunHeader> _runs = [];

    /// <summary>The scenario's name.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>The part that is shown: <c>steps</c>, <c>readme</c> or <c>files</c>.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    public string? View { get; set; }

    /// <summary>The file that is shown among the files.</summary>
    [SupplyParameterFromQuery(Name = "file")]
    public string? File { get; set; }

    /// <summary>The scenarios.</summary>
    [Inject]
    public required ScenarioCatalogue Catalogue { get; set; }

    /// <summary>Their files.</summary>
    [Inject]
    public required ScenarioContent Content { get; set; }

    /// <summary>The tasks they cover.</summary>
    [Inject]
    public required ScenarioCoverage Coverage { get; set; }

    /// <summary>Their runs.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    private string Shown => Views.Any(view => view.View == View) ? View! : Views[0].View;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<ScenariosChanged>();
        Listen<RoadmapChanged>();
        Listen<RunChanged>();
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // The same page stays for another scenario's address.
        if (_shownName is not null && _shownName != Name)
        {
            await RefreshAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _shownName = Name;
        _scenario = Catalogue.Find(Name);
        _problems = Catalogue.ProblemsOf(Name);
        if (_scenario is null)
        {
            return;
        }

        _readme = WithoutTitle(await Content.GetReadmeAsync(Name, cancellationToken));
        _tasks = await Coverage.GetAsync(_scenario.AllCovers(), cancellationToken);
        _runs = await Runs.ListHeadersAsync(Name, ShownRuns, cancellationToken);
    }

    /// <summary>The page has the title as its heading already.</summary>
    private static string? WithoutTitle(string? readme) =>
        readme?.StartsWith("# ", StringComparison.Ordinal) == true && readme.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end ? readme[end..] : readme;
}
