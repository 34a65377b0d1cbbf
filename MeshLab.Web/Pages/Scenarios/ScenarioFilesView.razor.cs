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

    private static string FolderOf(ScenarioFile file) => file.Path[..^NameOf(file).Length];

    private static string NameOf(ScenarioFile file) => file.Path.Split('/')[^1];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var files = Content.GetFiles(Scenario.Name);
        var shown = Selected ?? (files.Count > 0 ? files[0].Path : null);
        var text = shown is not null && files.Any(file => file.Path == shown) ? await Content.GetTextAsync(Scenario.Name, shown, CancellationToken.None) : null;

        // All at once: a render in between must not say of a file that is being read that it cannot be shown.
        (_files, _shown, _text) = (files, shown, text);
    }
}
