using System.Text;
using MeshLab.Core.Audit;
using MeshLab.Core.Experiments;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace MeshLab.Web.Pages.Experiments;

/// <summary>All experiments, newest first.</summary>
public sealed partial class ExperimentsPage
{
    private const int Most = 200;
    private const int LargestFile = 20_000_000;

    private IReadOnlyList<ExperimentHeader> _experiments = [];
    private IReadOnlyList<string> _problems = [];

    /// <summary>Where experiments come from.</summary>
    [Inject]
    public required ExperimentService Experiments { get; set; }

    /// <summary>Leads to what was imported.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<ExperimentChanged>();
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _experiments = await Experiments.ListAsync(Most, cancellationToken);

    private async Task ImportAsync(IBrowserFile? file)
    {
        if (file is null)
        {
            return;
        }

        _problems = [];
        try
        {
            await using var stream = file.OpenReadStream(LargestFile, Disposed);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var experiment = await Experiments.ImportAsync(await reader.ReadToEndAsync(Disposed), file.Name, Actor.Current.Signature, Disposed);
            Navigation.NavigateTo($"/experiments/{experiment.Id}");
        }
        catch (ExperimentRefusedException refused)
        {
            _problems = refused.Problems;
        }
        catch (IOException error)
        {
            _problems = [$"{file.Name} could not be read: {error.Message}"];
        }
    }
}
