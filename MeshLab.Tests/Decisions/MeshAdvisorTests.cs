using MeshLab.Core;
using MeshLab.Core.Decisions;
using Microsoft.Extensions.Options;
using Xunit;

namespace MeshLab.Tests.Decisions;

public sealed class MeshAdvisorTests
{
    private static readonly MeshRequirements Nothing = new(ServiceCount.Dozens, MtlsRequired: false, TeamCapacity.Dedicated, CiliumIsCni: false, ComplexL7: false, SidecarsTooDear: false);

    // The rows of "The short answer" in docs/service-mesh-comparison.md, in their order.
    public static TheoryData<int, MeshRequirements, MeshOption> Rows => new()
    {
        { 0, Nothing with { Services = ServiceCount.Handful }, MeshOption.NoMesh },
        { 1, Nothing with { MtlsRequired = true, Team = TeamCapacity.Little }, MeshOption.Linkerd },
        { 2, Nothing with { ComplexL7 = true, MtlsRequired = true, Services = ServiceCount.Hundreds }, MeshOption.IstioSidecar },
        { 3, Nothing with { ComplexL7 = true, MtlsRequired = true, Services = ServiceCount.Hundreds, SidecarsTooDear = true }, MeshOption.IstioAmbient },
        { 4, Nothing with { CiliumIsCni = true, MtlsRequired = true }, MeshOption.Cilium },
    };

    public static TheoryData<MeshRequirements> Everything => new(
        from services in Enum.GetValues<ServiceCount>()
        from mtls in new[] { false, true }
        from team in Enum.GetValues<TeamCapacity>()
        from cilium in new[] { false, true }
        from complex in new[] { false, true }
        from dear in new[] { false, true }
        select new MeshRequirements(services, mtls, team, cilium, complex, dear));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Recommend_ForARowOfTheShortAnswer_SaysWhatTheDocumentSays(int row, MeshRequirements requirements, MeshOption expected)
    {
        var (first, because) = ShortAnswer()[row];

        var recommendation = MeshAdvisor.Recommend(requirements);

        Assert.Equal(expected, recommendation.Option);
        Assert.Equal(first, expected.Name(), ignoreCase: true);
        Assert.Equal(because, recommendation.Because);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Recommend_ForAnyAnswers_GivesReasonsAndAccountsForEveryOtherOption(MeshRequirements requirements)
    {
        var recommendation = MeshAdvisor.Recommend(requirements);

        Assert.NotEmpty(recommendation.Reasons);
        Assert.Equal(Enum.GetValues<MeshOption>().Length - 1, recommendation.Others.Select(other => other.Option).Distinct().Count());
        Assert.DoesNotContain(recommendation.Others, other => other.Option == recommendation.Option || other.Why.Length == 0);
        Assert.Equal(!requirements.MtlsRequired && !requirements.ComplexL7, recommendation.Option == MeshOption.NoMesh);
    }

    [Fact]
    public void Recommend_WhenNobodyRunsTheMesh_CautionsAboutIt()
    {
        var recommendation = MeshAdvisor.Recommend(Nothing with { MtlsRequired = true, Team = TeamCapacity.Nobody });

        Assert.Contains(recommendation.Cautions, caution => caution.Contains("sits in every request", StringComparison.Ordinal));
    }

    private static List<(string First, string Because)> ShortAnswer()
    {
        var docs = new ContentDirectories(Options.Create(new MeshLabOptions())).Docs;
        return
        [
            .. File.ReadLines(Path.Combine(docs, "service-mesh-comparison.md"))
                .SkipWhile(line => line != "## The short answer")
                .SkipWhile(line => !line.StartsWith("| ---", StringComparison.Ordinal))
                .Skip(1)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => (cells[1], cells[2])),
        ];
    }
}
