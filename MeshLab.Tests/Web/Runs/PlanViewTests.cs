using Bunit;
using MeshLab.Core.Runs;
using MeshLab.Web.Pages.Runs;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Web.Runs;

public sealed class PlanViewTests
{
    private static readonly IReadOnlyList<PlanItem> Items =
    [
        new("space", "demo", "v1", "Namespace", null, "shop", PlanChange.Unchanged, null, []),
        new("app", "demo", "apps/v1", "Deployment", "shop", "web", PlanChange.Change, null, [new("spec.replicas", "2", "3"), new("spec.paused", "true", null)]),
        new("app", "demo", "v1", "Service", "shop", "web", PlanChange.Create, "its namespace is not there yet", []),
        new("chart", "demo", "v1", "ConfigMap", "shop", "old", PlanChange.Remove, "the chart no longer has it", []),
    ];

    [Fact]
    public async Task Plan_CountsTheChangesAndHidesWhatStays_UntilAsked()
    {
        await using var context = Context();

        var view = context.Render<PlanView>(parameters => parameters.Add(one => one.Items, Items).Add(one => one.Ended, true));

        Assert.Equal("1 create, 1 change, 1 unchanged, 1 remove", view.Find(".plan-head span").TextContent);
        Assert.Equal(3, view.FindAll(".plan li").Count);
        Assert.DoesNotContain("Namespace", view.Markup, StringComparison.Ordinal);

        await view.InvokeAsync(() => view.Find("input[type=checkbox]").ChangeAsync(new Microsoft.AspNetCore.Components.ChangeEventArgs { Value = true }));

        Assert.Equal(4, view.FindAll(".plan li").Count);
        Assert.Contains("unchanged", view.Find(".plan-unchanged").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_ShowsFieldsBeforeAndAfter_AndNotes()
    {
        await using var context = Context();

        var view = context.Render<PlanView>(parameters => parameters.Add(one => one.Items, Items));

        var change = view.Find(".plan-change");
        Assert.Equal(["spec.replicas", "spec.paused"], change.ParentElement!.QuerySelectorAll("dt").Select(one => one.TextContent));
        Assert.Equal(["2", "true"], view.FindAll("del").Select(one => one.TextContent));
        Assert.Equal(["3"], view.FindAll("ins").Select(one => one.TextContent));
        Assert.Contains("its namespace is not there yet", view.Find(".plan-create").TextContent, StringComparison.Ordinal);
        Assert.Contains("the chart no longer has it", view.Find(".plan-remove").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "app")]
    [InlineData(true, "app on demo")]
    public async Task Plan_IsGroupedBySteps_AndNamesTheClusterWhereThereAreSeveral(bool several, string said)
    {
        await using var context = Context();

        var view = context.Render<PlanView>(parameters => parameters.Add(one => one.Items, Items).Add(one => one.ShowCluster, several)
            .Add(one => one.Steps, [new("app", "The app", "demo", StepStatus.Succeeded, 1, null, null, null, null, [])]));

        Assert.Equal([$"The app {said}", $"Step chart {said.Replace("app", "chart", StringComparison.Ordinal)}"], view.FindAll(".plan-step").Select(one => one.TextContent));
        Assert.Equal(2, view.FindAll(".plan").Count);
    }

    [Theory]
    [InlineData(true, "No step of this run applies objects.")]
    [InlineData(false, "The plan fills as the steps are looked at.")]
    public async Task Plan_WithoutObjects_SaysWhy(bool ended, string said)
    {
        await using var context = Context();

        var view = context.Render<PlanView>(parameters => parameters.Add(one => one.Items, []).Add(one => one.Ended, ended));

        Assert.Equal(said, view.Find(".plan-empty").TextContent);
    }

    [Fact]
    public async Task Plan_ThatChangesNothing_SaysSo()
    {
        await using var context = Context();

        var view = context.Render<PlanView>(parameters => parameters.Add(one => one.Items, [Items[0]]).Add(one => one.Ended, true));

        Assert.Equal("A deploy would change nothing.", view.Find(".plan-empty").TextContent);
    }

    private static BunitContext Context()
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        return context;
    }
}
