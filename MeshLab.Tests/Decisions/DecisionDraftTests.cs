using MeshLab.Core.Decisions;
using MeshLab.Core.Documents;
using Xunit;

namespace MeshLab.Tests.Decisions;

public sealed class DecisionDraftTests
{
    [Fact]
    public void Write_OfARecommendation_IsADecisionRecordWithGapsForFigures()
    {
        var requirements = new MeshRequirements(ServiceCount.Hundreds, MtlsRequired: true, TeamCapacity.Dedicated, CiliumIsCni: false, ComplexL7: true, SidecarsTooDear: true);
        var recommendation = MeshAdvisor.Recommend(requirements);

        var draft = DecisionDraft.Write(requirements, recommendation, new DateOnly(2026, 2, 3));

        var document = new MarkdownRenderer().RenderDocument(draft, "adrs/draft.md");
        Assert.Equal("Service mesh: Istio ambient", document.Title);
        Assert.Equal("proposed", document.FrontMatter["status"]);
        Assert.Equal("2026-02-03", document.FrontMatter["date"]);
        Assert.Contains("Decision outcome", document.Headings.Select(heading => heading.Text));
        Assert.Contains("⟨measure:", draft, StringComparison.Ordinal);
        Assert.All(recommendation.Others, other => Assert.Contains(other.Why, draft, StringComparison.Ordinal));
    }
}
