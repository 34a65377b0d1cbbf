using MeshLab.Core.Costs.Prices;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Pages.Compare;

/// <summary>Enters a price book, and says at each field what is wrong with it.</summary>
public sealed partial class PriceBookEditor
{
    private IReadOnlyList<PriceProblem> _problems = [];

    /// <summary>The form.</summary>
    [Parameter]
    [EditorRequired]
    public PriceBookForm Form { get; set; } = new();

    /// <summary>Called when it was saved or given up.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    /// <summary>The price books.</summary>
    [Inject]
    public required PriceBooks Books { get; set; }

    /// <summary>Short messages.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; set; }

    private async Task SaveAsync()
    {
        try
        {
            var kept = await Books.SaveAsync(Form.Book(), CancellationToken.None);
            Snackbar.Add($"{kept.Name} kept.", Severity.Success);
            await OnDone.InvokeAsync();
        }
        catch (PriceBookException error)
        {
            _problems = error.Problems;
        }
    }

    private bool Wrong(string field) => _problems.Any(problem => problem.Field == field);

    private string? Problem(string field) => _problems.FirstOrDefault(problem => problem.Field == field)?.Message;
}
