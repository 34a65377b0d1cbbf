using Bunit;
using MeshLab.Web.Components;
using Xunit;

namespace MeshLab.Tests.Web.Components;

public sealed class ConfirmationTests
{
    [Fact]
    public async Task Typed_OnlyTheWord_LetsItBeDone()
    {
        await using var host = new ComponentsHost();
        var done = 0;
        var typed = host.Render<TypedConfirmation>(parameters => parameters
            .Add(one => one.Question, "To delete, type the name:").Add(one => one.Word, "vera").Add(one => one.Text, "Delete").Add(one => one.OnConfirm, () => done++));

        await typed.Find("input").InputAsync("Vera");
        await typed.Find("form").SubmitAsync();
        Assert.True(typed.Find("button").HasAttribute("disabled"));
        await typed.Find("input").InputAsync(" vera ");
        await typed.Find("form").SubmitAsync();

        Assert.Equal(1, done);
        Assert.False(typed.Find("button").HasAttribute("disabled"));
        await typed.Find("button").ClickAsync(new());
        Assert.Equal(2, done);
    }

    [Fact]
    public async Task Typed_EnterBeforeThePageHasAnswered_IsNotSwallowed()
    {
        await using var host = new ComponentsHost();

        var typed = host.Render<TypedConfirmation>(parameters => parameters
            .Add(one => one.Question, "To delete, type the name:").Add(one => one.Word, "vera").Add(one => one.Text, "Delete"));

        // A browser sends no form whose first submit button is disabled, and this one is until the server has read the word.
        Assert.True(typed.Find("button").HasAttribute("disabled"));
        Assert.Empty(typed.FindAll("form button:not([type=button])"));
    }

    [Fact]
    public async Task Teardown_OnDemoClusters_TakesAClick()
    {
        await using var host = new ComponentsHost();
        var done = 0;
        var teardown = host.Render<TeardownConfirmation>(parameters => parameters
            .Add(one => one.Scenario, "shop").Add(one => one.Clusters, ["demo"]).Add(one => one.Simulated, true).Add(one => one.OnConfirm, () => done++));

        await teardown.FindAll("button").Single(button => button.TextContent.Trim() == "Remove it").ClickAsync(new());

        Assert.Equal(1, done);
        Assert.Empty(teardown.FindAll("input"));
    }

    [Fact]
    public async Task Teardown_OnClustersOfOnesOwn_WantsTheirNames()
    {
        await using var host = new ComponentsHost();
        var (done, kept) = (0, 0);
        var teardown = host.Render<TeardownConfirmation>(parameters => parameters
            .Add(one => one.Scenario, "shop").Add(one => one.Clusters, ["kind-west", "kind-east"]).Add(one => one.OnConfirm, () => done++).Add(one => one.OnCancel, () => kept++));
        Assert.Contains("made on kind-west and kind-east", teardown.Markup, StringComparison.Ordinal);

        await teardown.Find("form").SubmitAsync();
        Assert.Equal(0, done);
        await teardown.Find("input").InputAsync("kind-west kind-east");
        await teardown.Find("form").SubmitAsync();
        await teardown.FindAll("button").Single(button => button.TextContent.Trim() == "Keep it").ClickAsync(new());

        Assert.Equal((1, 1), (done, kept));
    }
}
