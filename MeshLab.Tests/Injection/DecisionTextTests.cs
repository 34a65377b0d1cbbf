using Bunit;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Decisions;
using MeshLab.Core.Documents;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Costs;
using MeshLab.Tests.Storage;
using MeshLab.Web.Pages.Decide;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Injection;

/// <summary>Names that people gave to clusters, variants, prices and decisions, through the drafts of decision records and the Decide page.</summary>
public sealed class DecisionTextTests
{
    private static readonly DateOnly Day = new(2026, 1, 2);

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task CostDraft_PayloadInEveryName_IsTextInTheRightCell()
    {
        await using var cluster = await CostedCluster.CreateAsync();
        await cluster.UseAsync("a", "podinfo", WorkloadClass.App, [0.2, 0.2]);
        await cluster.UseAsync("b", "podinfo", WorkloadClass.App, [0.2, 0.2], from: 600);
        await cluster.UseAsync("b", "linkerd-proxy", WorkloadClass.Proxy, [0.1, 0.1], from: 600);
        cluster.Periods.Add(CostedCluster.Period("baseline", 0, 120));
        cluster.Periods.Add(CostedCluster.Period("linkerd", 600, 720, 2));
        var rows = await cluster.CompareAsync();
        foreach (var payload in Payloads.Markdown.Append("a | b"))
        {
            var prices = ShippedPrices.All[0] with { Name = payload, Provider = payload, Region = payload, Derivation = payload, Sources = [new(payload, payload, payload, Day), new(payload, payload, $"https://example.invalid/{payload}", Day)] };

            var draft = MeshLab.Core.Costs.Decision.DecisionDraft.Write([.. rows.Select(row => row with { Variant = payload, Cluster = payload })], prices, CostBasis.Usage, "http://lab:5080", Day);

            var html = new MarkdownRenderer().RenderDocument(draft, "draft.md").Html;
            Harmless.Require(html);
            var cells = Harmless.Parse(html).QuerySelectorAll("table tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => Harmless.Words(cell.TextContent)).ToList()).ToList();
            Assert.Equal(rows.Count, cells.Count);
            Assert.All(cells, row => Assert.Equal((13, Harmless.Words(payload), Harmless.Words(payload)), (row.Count, row[0], row[1])));
        }
    }

    [Fact]
    public async Task DecidePage_AndItsDraft_PayloadInANameAndInTheAddress_AreText()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddDecisions());
        var store = database.Services.GetRequiredService<DecisionStore>();
        foreach (var payload in Payloads.Html.Where(payload => payload.Length <= DecisionStore.LongestName))
        {
            await store.SaveAsync(payload, AnswerText.Default, payload, Token);
            var answers = AnswerText.Read($"?mtls={Uri.EscapeDataString(payload)}&team={Uri.EscapeDataString(payload)}");
            Harmless.Require(new MarkdownRenderer().ToHtml(DecisionDraft.Write(answers, MeshAdvisor.Recommend(answers), Day)));
        }

        await using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddDocuments();
        context.Services.AddSingleton(store);
        context.Services.AddSingleton<TimeProvider>(database.Clock);
        context.Render<MudBlazor.MudPopoverProvider>();

        var page = context.Render<DecidePage>();

        Assert.All(await store.ListAsync(Token), saved => Harmless.RequireText(page, saved.Name, hasForms: true));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("/relative")]
    [InlineData("")]
    public void PriceSource_ThatIsNoWebAddress_IsRefused(string address)
    {
        var book = ShippedPrices.All[0] with { Id = "ours", Sources = [new("1", "us", address, Day)] };

        Assert.Equal("sources", Assert.Single(PriceBookCheck.Check(book)).Field);
    }
}
