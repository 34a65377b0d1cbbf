using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>The roadmap as a checklist: tick, note, see what verified a task and what does it. Search and state are in the address.</summary>
public sealed partial class ChecklistPage
{
    /// <summary>With more tasks than this, sections start folded, so that the first page stays quick.</summary>
    private const int MaxTasksUnfolded = 400;

    private static readonly (RoadmapShow Show, string Label)[] _shows =
        [(RoadmapShow.All, "All"), (RoadmapShow.Open, "Open"), (RoadmapShow.Done, "Done"), (RoadmapShow.Verified, "Verified"), (RoadmapShow.Noted, "With note")];

    private readonly Dictionary<string, bool> _expanded = new(StringComparer.Ordinal);
    private ElementReference _root;
    private ChecklistBrowser? _browser;
    private readonly ChecklistAddress _address = new();
    private IReadOnlyList<RoadmapSection> _all = [];
    private IReadOnlyList<ChecklistSection> _sections = [];
    private IReadOnlyList<RoadmapProblem> _problems = [];
    private IReadOnlyList<OrphanedState> _orphans = [];
    private IReadOnlyList<string> _files = [];
    private IReadOnlyList<RoadmapInfo> _roadmaps = [];
    private string? _shown;
    private ILookup<string, TaskCover> _covers = Array.Empty<TaskCover>().ToLookup(cover => cover.Source);
    private RoadmapChange? _lastChange;
    private ProgressCurve _curve = new(0, 0, []);
    private OpenTask? _openTask;
    private string? _reveal;
    private int _notesAsked;
    private bool _progressAsked;

    /// <summary>Words to search for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The states to show.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>The roadmap to show; the shipped one when none is named.</summary>
    [SupplyParameterFromQuery(Name = "roadmap")]
    public string? Roadmap { get; set; }

    /// <summary>Who looks at the page.</summary>
    [CascadingParameter]
    public Person Person { get; set; } = Person.Local;

    /// <summary>Reads and sets states.</summary>
    [Inject]
    public required RoadmapService States { get; set; }

    /// <summary>Knows the roadmaps there are.</summary>
    [Inject]
    public required RoadmapImports Imports { get; set; }

    /// <summary>Knows the files.</summary>
    [Inject]
    public required RoadmapCatalogue Catalogue { get; set; }

    /// <summary>Knows what does which task.</summary>
    [Inject]
    public required TaskCoverage Coverage { get; set; }

    /// <summary>Holds the address.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>Shows dialogs.</summary>
    [Inject]
    public required IDialogService Dialogs { get; set; }

    /// <summary>Shows what was done.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; set; }

    /// <summary>The browser.</summary>
    [Inject]
    public required IJSRuntime Js { get; set; }

    private string Chosen => Roadmap ?? RoadmapImports.Shipped;

    private RoadmapFilter Filter => _address.Filter;

    private string Summary => _all.Count == 0 ? "" : $"{_all.Sum(section => section.Done)} of {_all.Sum(section => section.Total)} tasks done, {_all.Sum(section => section.Verified)} verified by runs";

    private string UndoTitle => _lastChange is null ? "Nothing to undo" : $"Undo: {_lastChange.Summary} ({_lastChange.Who})";

    private string FoundText => Filter.IsEmpty ? "" : $"{_sections.Sum(section => section.Rows.Count(row => !row.IsContext))} found";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Listen<RoadmapChanged>();
        Listen<ScenariosChanged>();
        Navigation.LocationChanged += OnLocationChanged;
        _reveal = ChecklistAddress.TaskIn(Navigation.Uri);
        _browser = new ChecklistBrowser(Js);
        _shown = Roadmap;
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_address.Follow(Query, Show))
        {
            Arrange();
        }

        if (_shown != Roadmap)
        {
            (_shown, _openTask) = (Roadmap, null);
            await RefreshAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _all = await States.GetAsync(Chosen, cancellationToken);
        _curve = ProgressCurve.Of(_all);
        _lastChange = await States.GetLastChangeAsync(Chosen, cancellationToken);
        _orphans = await States.GetOrphansAsync(Chosen, cancellationToken);
        _roadmaps = Imports.List();
        _files = Catalogue.FilesOf(Chosen);
        _problems = [.. States.Problems.Where(problem => _files.Contains(problem.File) || (Roadmap is null && _roadmaps.All(one => one.Name + ".md" != problem.File)))];
        _covers = Coverage.Find();
        Arrange();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                await _browser!.AttachAsync(_root, Disposed);
            }

            if (_reveal is { } id && _browser!.IsAttached && !Loading)
            {
                _reveal = null;
                await RevealAsync(id);
            }
        }
        catch (Exception error) when (error is JSDisconnectedException or OperationCanceledException)
        {
            // The browser went away.
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        Navigation.LocationChanged -= OnLocationChanged;
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
    }

    private void Arrange() => _sections = [.. _all
        .Select(section => new ChecklistSection(section, [.. Filter.Apply(section).Select(ChecklistRow.Of)]))
        .Where(section => section.Rows.Count > 0 || Filter.IsEmpty)];

    private bool IsExpanded(ChecklistSection section) =>
        _expanded.GetValueOrDefault(section.Section.Id, !Filter.IsEmpty || _all.Sum(each => each.Total) <= MaxTasksUnfolded || section.Section.Id == _all[0].Id);

    private void Toggle(ChecklistSection section) => _expanded[section.Section.Id] = !IsExpanded(section);

    private Task SearchAsync(string? text) => NavigateAsync(Filter with { Text = text ?? "" });

    private Task ShowAsync(RoadmapShow show) => NavigateAsync(Filter with { Show = show });

    private Task ClearFilterAsync() => NavigateAsync(RoadmapFilter.Everything);

    private Task NavigateAsync(RoadmapFilter filter)
    {
        if (_address.Go(filter, Navigation))
        {
            Arrange();
        }

        return Task.CompletedTask;
    }

    private Task<IDialogReference> ShowShortcutsAsync() => Dialogs.ShowAsync<ShortcutsDialog>("Keyboard shortcuts");

    private async Task RevealAsync(string reference)
    {
        if (reference == ProgressOverTime.ChartId)
        {
            _progressAsked = true;
            StateHasChanged();
            await _browser!.RevealAsync(reference, "", -1, Disposed);
            return;
        }

        var id = Catalogue.Resolve(reference) ?? reference;
        var section = _sections.FirstOrDefault(each => each.Section.Id == id || each.Rows.Any(row => row.Id == id));
        if (section is null)
        {
            return;
        }

        _expanded[section.Section.Id] = true;
        StateHasChanged();
        var index = section.Rows.ToList().FindIndex(row => row.Id == id);
        await _browser!.RevealAsync(id, SectionCard.ListId(section.Section.Id), index, Disposed);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        if (ChecklistAddress.TaskIn(change.Location) is { } id)
        {
            _reveal = id;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    private string ExportAddress(string file) => $"/api/v1/roadmap/export?format=md&file={Uri.EscapeDataString(file)}{(Roadmap is null ? "" : $"&roadmap={Uri.EscapeDataString(Roadmap)}")}";
}
