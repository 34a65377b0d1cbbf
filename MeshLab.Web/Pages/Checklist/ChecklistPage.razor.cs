using System.Data.Common;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.EntityFrameworkCore;
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
    private IJSObjectReference? _module;
    private IJSObjectReference? _listeners;
    private readonly ChecklistAddress _address = new();
    private IReadOnlyList<RoadmapSection> _all = [];
    private IReadOnlyList<ChecklistSection> _sections = [];
    private IReadOnlyList<RoadmapProblem> _problems = [];
    private IReadOnlyList<OrphanedState> _orphans = [];
    private IReadOnlyList<string> _files = [];
    private ILookup<string, TaskCover> _covers = Array.Empty<TaskCover>().ToLookup(cover => cover.Source);
    private RoadmapChange? _lastChange;
    private ProgressCurve _curve = new(0, 0, []);
    private OpenTask? _openTask;
    private string? _reveal;
    private int _notesAsked;

    /// <summary>Words to search for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The states to show.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>Reads and sets states.</summary>
    [Inject]
    public required RoadmapService Roadmap { get; set; }

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
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_address.Follow(Query, Show))
        {
            Arrange();
        }
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _all = await Roadmap.GetAsync(cancellationToken);
        _curve = ProgressCurve.Of(_all);
        _lastChange = await Roadmap.GetLastChangeAsync(cancellationToken);
        _orphans = await Roadmap.GetOrphansAsync(cancellationToken);
        _problems = Roadmap.Problems;
        _files = Catalogue.Files;
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
                _module = await Js.InvokeAsync<IJSObjectReference>("import", Disposed, "./Pages/Checklist/ChecklistPage.razor.js");
                _listeners = await _module.InvokeAsync<IJSObjectReference>("attach", Disposed, _root);
            }

            if (_reveal is { } id && _module is not null && !Loading)
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
        try
        {
            if (_listeners is not null)
            {
                await _listeners.InvokeVoidAsync("detach");
                await _listeners.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser went away, and its listeners with it.
        }
    }

    private void Arrange() => _sections = [.. _all
        .Select(section => new ChecklistSection(section, [.. Filter.Apply(section).Select(ChecklistRow.Of)]))
        .Where(section => section.Rows.Count > 0 || Filter.IsEmpty)];

    private bool IsExpanded(ChecklistSection section) =>
        _expanded.GetValueOrDefault(section.Section.Id, !Filter.IsEmpty || _all.Sum(each => each.Total) <= MaxTasksUnfolded || section.Section.Id == _all[0].Id);

    private void Toggle(ChecklistSection section) => _expanded[section.Section.Id] = !IsExpanded(section);

    private async Task ActAsync(RowAction action)
    {
        switch (action.Kind)
        {
            case RowActionKind.Set:
                await KeepAsync(() => SetAsync(action.Row, action.Done));
                break;
            case RowActionKind.EditNote:
                _openTask = new OpenTask(action.Row.Id, ++_notesAsked);
                break;
            default:
                _openTask = _openTask?.Id == action.Row.Id ? null : new OpenTask(action.Row.Id, NoteAsked: 0);
                break;
        }
    }

    /// <summary>A database that cannot be written must not cost the page.</summary>
    private async Task KeepAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (Exception error) when (error is DbException or DbUpdateException)
        {
            Snackbar.Add($"Nothing was kept: {error.GetBaseException().Message}", Severity.Error);
        }
    }

    private async Task SetAsync(ChecklistRow row, bool done)
    {
        var count = done ? row.Leaves - row.LeavesDone : row.LeavesDone;
        if (row.IsParent)
        {
            var confirmed = await ConfirmAsync(row, done, count);
            await FocusAsync(row.Id);
            if (!confirmed)
            {
                return;
            }
        }

        var update = await Roadmap.SetAsync(row.Id, done, null, LocalUser.Name, Disposed);
        await RefreshAsync();
        if (update is null)
        {
            Snackbar.Add("The roadmap no longer has this task: its file was edited.", Severity.Warning);
        }
        else if (row.IsParent && update.ChangeId is { } change)
        {
            Snackbar.Add($"{(done ? "Ticked" : "Opened")} {Count(update.Changed.Count)}.", Severity.Normal, options =>
            {
                options.Action = "Undo";
                options.OnClick = _ => InvokeAsync(() => UndoAsync(change));
            });
        }
    }

    private async Task<bool> ConfirmAsync(ChecklistRow row, bool done, int count)
    {
        var message = done
            ? row.LeavesDone == 0 ? $"There are {Count(row.Leaves)} below it." : $"There are {Count(row.Leaves)} below it, of which {row.LeavesDone} {(row.LeavesDone == 1 ? "is" : "are")} done already."
            : $"All {Count(row.Leaves)} below it are done. Their history stays.";
        return await Dialogs.ShowMessageBoxAsync(new MessageBoxOptions
        {
            Title = done ? $"Tick all of “{PlainTitle.Of(row.Title)}”?" : $"Open all of “{PlainTitle.Of(row.Title)}” again?",
            Message = message,
            YesText = done ? $"Tick {Count(count)}" : $"Open {Count(count)}",
            CancelText = "Cancel",
        }) == true;
    }

    private Task UndoAsync() => UndoAsync(_lastChange?.Id);

    private Task UndoAsync(long? change) => KeepAsync(() => UndoNowAsync(change));

    private async Task UndoNowAsync(long? change)
    {
        var undone = await Roadmap.UndoAsync(change, LocalUser.Name, Disposed);
        await RefreshAsync();
        Snackbar.Add(undone is null ? "That change was taken back already." : $"Undid: {undone.Summary}.", undone is null ? Severity.Info : Severity.Normal);
    }

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

    private async Task FocusAsync(string id)
    {
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("focusTask", Disposed, id);
        }
    }

    private async Task RevealAsync(string reference)
    {
        var id = Catalogue.Resolve(reference) ?? reference;
        var section = _sections.FirstOrDefault(each => each.Section.Id == id || each.Rows.Any(row => row.Id == id));
        if (section is null)
        {
            return;
        }

        _expanded[section.Section.Id] = true;
        StateHasChanged();
        var index = section.Rows.ToList().FindIndex(row => row.Id == id);
        await _module!.InvokeVoidAsync("reveal", Disposed, id, SectionCard.ListId(section.Section.Id), index);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        if (ChecklistAddress.TaskIn(change.Location) is { } id)
        {
            _reveal = id;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    private static string ExportAddress(string file) => $"/api/v1/roadmap/export?format=md&file={Uri.EscapeDataString(file)}";

    private static string Count(int tasks) => tasks == 1 ? "1 task" : $"{tasks} tasks";
}
