using MeshLab.Core.Audit;
using MeshLab.Core.Decisions;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Pages.Decide;

/// <summary>Asks the questions behind the comparison's short answer. The answers are in the address, so that it can be shared, and can be kept under a name.</summary>
public sealed partial class DecidePage
{
    private static readonly (bool Value, string Text)[] YesNo = [(true, "Yes"), (false, "No")];

    private MeshRequirements _asked = AnswerText.Default;
    private MeshRecommendation _recommendation = null!;
    private IReadOnlyList<SavedDecision> _saved = [];
    private string _draft = "";
    private string _name = "";
    private string? _error;

    /// <summary>The clock, for the draft's date.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>The address with the answers.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>Where decisions are kept.</summary>
    [Inject]
    public required DecisionStore Store { get; set; }

    /// <summary>Short messages.</summary>
    [Inject]
    public required ISnackbar Messages { get; set; }

    private string DraftAddress => $"/api/v1/decisions/draft?{AnswerText.Write(_asked)}";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Show(AnswerText.Read(new Uri(Navigation.Uri).Query));
        _saved = await Store.ListAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var address = AnswerText.Read(new Uri(Navigation.Uri).Query);
        if (address != _asked)
        {
            Show(address);
        }
    }

    private void Answer(MeshRequirements asked)
    {
        Show(asked);
        Navigation.NavigateTo($"/decide?{AnswerText.Write(asked)}", replace: true);
    }

    private void Show(MeshRequirements asked)
    {
        _asked = asked;
        _recommendation = MeshAdvisor.Recommend(asked);
        _draft = DecisionDraft.Write(asked, _recommendation, DateOnly.FromDateTime(Clock.GetLocalNow().DateTime));
    }

    private async Task SaveAsync()
    {
        try
        {
            await Store.SaveAsync(_name, _asked, Actor.Current.Signature, CancellationToken.None);
            (_name, _error) = ("", null);
            _saved = await Store.ListAsync(CancellationToken.None);
        }
        catch (DecisionRefusedException refused)
        {
            _error = refused.Message;
        }
    }

    private async Task DeleteAsync(SavedDecision decision)
    {
        await Store.DeleteAsync(decision.Id, CancellationToken.None);
        _saved = await Store.ListAsync(CancellationToken.None);
        Messages.Add($"{decision.Name} is forgotten.", Severity.Normal, options =>
        {
            options.Action = "Undo";
            options.OnClick = _ => InvokeAsync(() => KeepAgainAsync(decision));
        });
    }

    private async Task KeepAgainAsync(SavedDecision decision)
    {
        await Store.SaveAsync(decision.Name, AnswerText.Read(decision.Answers), Actor.Current.Signature, CancellationToken.None);
        _saved = await Store.ListAsync(CancellationToken.None);
        StateHasChanged();
    }
}
