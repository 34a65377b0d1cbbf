using MeshLab.Core.Decisions;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Decide;

/// <summary>Asks the questions behind the comparison's short answer.</summary>
public sealed partial class DecidePage
{
    private static readonly (bool Value, string Text)[] YesNo = [(true, "Yes"), (false, "No")];

    private MeshRequirements _asked = new(ServiceCount.Dozens, MtlsRequired: true, TeamCapacity.Little, CiliumIsCni: false, ComplexL7: false, SidecarsTooDear: false);
    private MeshRecommendation _recommendation = null!;
    private string _draft = "";

    /// <summary>The clock, for the draft's date.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Answer(_asked);

    private void Answer(MeshRequirements asked)
    {
        _asked = asked;
        _recommendation = MeshAdvisor.Recommend(asked);
        _draft = DecisionDraft.Write(asked, _recommendation, DateOnly.FromDateTime(Clock.GetLocalNow().DateTime));
    }
}
