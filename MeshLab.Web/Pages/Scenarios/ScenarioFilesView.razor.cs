using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>The YAML files of a scenario, as kubectl and Helm take them.</summary>
public sealed partial class ScenarioFilesView
{
    private IReadOnlyList<ScenarioFile> _files = [];
    private string? _shown;
    private string? _text;

    /// <summary>The scenario.</summary>
    [Parameter]
    [EditorRequired]
    public required Scenario Scenario { get; set; }

    /// <summary>The path of the file to show; null shows the first.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>The files.</summary>
    [Inject]
    public required ScenarioContent Content { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _files = Content.GetFiles(Scenario.Name);
        _shown = Selected ?? (_files.Count > 0 ? _files[0].Path : null);
        _text = _shown is not null && _files.Any(file => file.Path == _shown) ? await Content.GetTextAsync(Scenario.Name, _shown, CancellationToken.None) : null;
    }
}
