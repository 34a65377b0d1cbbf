using MeshLab.Core.Roadmap;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>Switches between roadmaps, and imports further ones.</summary>
public sealed partial class RoadmapSwitch
{
    private string? _problem;

    /// <summary>The name of the roadmap that is shown.</summary>
    [Parameter]
    [EditorRequired]
    public string Chosen { get; set; } = RoadmapImports.Shipped;

    /// <summary>The roadmaps there are.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<RoadmapInfo> Roadmaps { get; set; } = [];

    /// <summary>Takes files in.</summary>
    [Inject]
    public required RoadmapImports Imports { get; set; }

    /// <summary>Holds the address.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>Short messages.</summary>
    [Inject]
    public required ISnackbar Messages { get; set; }

    private void Choose(string? name) => Navigation.NavigateTo(name is null or RoadmapImports.Shipped ? "/checklist" : $"/checklist?roadmap={Uri.EscapeDataString(name)}");

    private async Task ImportAsync(InputFileChangeEventArgs chosen)
    {
        _problem = null;
        try
        {
            if (chosen.File.Size > RoadmapImports.MaxFileBytes)
            {
                _problem = $"{chosen.File.Name} has {chosen.File.Size / 1024.0 / 1024:0.0} MiB; at most {RoadmapImports.MaxFileBytes / 1024 / 1024} MiB are imported. Split it.";
                return;
            }

            using var content = new MemoryStream();
            await using var upload = chosen.File.OpenReadStream(RoadmapImports.MaxFileBytes);
            await upload.CopyToAsync(content);
            var imported = await Imports.ImportAsync(chosen.File.Name, content.ToArray(), CancellationToken.None);
            Choose(imported.Roadmap.Name);
            Messages.Add($"{(imported.Replaced ? "Replaced" : "Imported")} {imported.Roadmap.Title}: {imported.Roadmap.Tasks} tasks.", Severity.Success, options =>
            {
                options.Action = "Undo";
                options.OnClick = _ => InvokeAsync(() => UndoAsync(imported.Roadmap.Name));
            });
        }
        catch (RoadmapImportException refused)
        {
            _problem = refused.Message;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problem = $"{chosen.File.Name} was not imported: {error.Message}";
        }
    }

    private async Task UndoAsync(string name)
    {
        try
        {
            await Imports.UndoAsync(name, CancellationToken.None);
            if (Imports.List().All(one => one.Name != name))
            {
                Choose(null);
            }

            Messages.Add($"The import of {name} was taken back.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problem = $"The import of {name} was not taken back: {error.Message}";
        }
    }
}
