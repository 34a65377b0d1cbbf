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

    public static IReadOnlyList<MeshRequirements> Everything =>
    [..
        from services in Enum.GetValues<ServiceCount>()
        from mtls in new[] { false, true }
        from team in Enum.GetValues<TeamCapacity>()
        from cilium in new[] { false, true }
        from complex in new[] { false, true }
        from dear in new[] { false, true }
        from clusters in Enum.GetValues<ClusterCount>()
        from latency in Enum.GetValues<LatencyLimit>()
        select new MeshRequirements(services, mtls, team, cilium, complex, dear) { Clusters = clusters, Latency = latency },
    ];

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

    [Fact]
    public void Recommend_ForAnyAnswers_GivesReasonsAndAccountsForEveryOtherOption() => Assert.All(Everything, requirements =>
    {
        var recommendation = MeshAdvisor.Recommend(requirements);

        Assert.NotEmpty(recommendation.Reasons);
        Assert.Equal(Enum.GetValues<MeshOption>().Length - 1, recommendation.Others.Select(other => other.Option).Distinct().Count());
        Assert.DoesNotContain(recommendation.Others, other => other.Option == recommendation.Option || other.Why.Length == 0);
        Assert.Equal(requirements.NeedsNothing && !(requirements.CiliumIsCni && requirements.Clusters != ClusterCount.One), recommendation.Option == MeshOption.NoMesh);
    });

    [Fact]
    public void Recommend_ForAnyAnswers_PutsNothingBeforeTheChoice() => Assert.All(Everything, requirements =>
    {
        var option = MeshAdvisor.Recommend(requirements).Option;

        Assert.Equal(option, Enum.GetValues<MeshOption>().MinBy(other => MeshDistance.Of(other, requirements)));
    });

    [Fact]
    public void Recommend_ForAnyAnswers_TellsWhichOtherAnswerWouldChangeIt() => Assert.All(Everything, requirements =>
    {
        var recommendation = MeshAdvisor.Recommend(requirements);

        Assert.DoesNotContain(recommendation.Changes, change => change.Option == recommendation.Option);
        Assert.Equal(recommendation.Changes.Count, recommendation.Changes.Select(change => change.Answer).Distinct().Count());
        Assert.Equal(
            MeshAdvisor.Recommend(requirements with { CiliumIsCni = !requirements.CiliumIsCni }).Option != recommendation.Option,
            recommendation.Changes.Any(change => change.Answer.Contains("CNI", StringComparison.Ordinal)));
    });

    [Fact]
    public void Answers_WrittenAndRead_AreTheSame() => Assert.All(Everything, requirements => Assert.Equal(requirements, AnswerText.Read(AnswerText.Write(requirements))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("?services=millions&mtls=perhaps&latency=2&=&x")]
    public void Answers_ThatNobodyGives_AreTheDefault(string? text) => Assert.Equal(AnswerText.Default, AnswerText.Read(text));

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
