using AngleSharp.Dom;
using Bunit;
using MeshLab.Web.Layout.Commands;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Xunit;

namespace MeshLab.Tests.Web.Commands;

public sealed class CommandPaletteTests
{
    private const string Roadmap = "## 9.1 Istio\n\n- [ ] Install\n- [ ] Canary release\n- [ ] Mirror traffic\n";

    [Fact]
    public async Task Palette_Closed_ListsNothing()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);

        var palette = lab.Context.Render<CommandPalette>();

        Assert.Empty(palette.FindAll("[role=option]"));
        Assert.Equal("false", Field(palette).GetAttribute("aria-expanded"));
        Assert.Null(Field(palette).GetAttribute("aria-activedescendant"));
    }

    [Fact]
    public async Task Palette_Opened_ShowsPagesAndActionsWithTheFirstSelected()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        var palette = await OpenAsync(lab);

        Assert.Equal(["Pages", "Actions"], palette.FindAll(".palette-group-title").Select(title => title.TextContent));
        Assert.Equal("Overview", Selected(palette));
        Assert.Equal("true", Field(palette).GetAttribute("aria-expanded"));
        Assert.Equal(palette.Find("[role=option][aria-selected=true]").Id, Field(palette).GetAttribute("aria-activedescendant"));
        Assert.Equal(palette.Find("[role=listbox]").Id, Field(palette).GetAttribute("aria-controls"));
    }

    [Fact]
    public async Task Palette_TypedAndEnter_GoesToTheTask()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        var palette = await OpenAsync(lab);

        await Field(palette).InputAsync(new ChangeEventArgs { Value = "canry" });
        Assert.Equal("Canary release", Selected(palette));
        await Field(palette).KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.EndsWith("/checklist#9.1/canary-release", lab.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Palette_Arrows_MoveAndGoRound()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        var palette = await OpenAsync(lab);
        await Field(palette).InputAsync(new ChangeEventArgs { Value = "9.1" });
        var options = palette.FindAll(".palette-option .palette-title").Select(title => title.TextContent).ToList();

        await Field(palette).KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        Assert.Equal(options[1], Selected(palette));
        await Field(palette).KeyDownAsync(new KeyboardEventArgs { Key = "ArrowUp" });
        await Field(palette).KeyDownAsync(new KeyboardEventArgs { Key = "ArrowUp" });

        Assert.Equal(options[^1], Selected(palette));
    }

    [Fact]
    public async Task Palette_AWordOfADocument_AddsItBelow()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        var palette = await OpenAsync(lab);

        await Field(palette).InputAsync(new ChangeEventArgs { Value = "authorizationpolicy" });

        palette.WaitForAssertion(() => Assert.Equal("Policies", Selected(palette)), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Palette_NothingFits_SaysSo()
    {
        await using var lab = await LabHost.StartAsync(Roadmap);
        var palette = await OpenAsync(lab);

        await Field(palette).InputAsync(new ChangeEventArgs { Value = "zzzz" });

        Assert.Contains("Nothing fits “zzzz”", palette.Find(".palette-none").TextContent, StringComparison.Ordinal);
        Assert.Equal("0 results", palette.Find("[role=status]").TextContent);
    }

    private static async Task<IRenderedComponent<CommandPalette>> OpenAsync(LabHost lab)
    {
        var palette = lab.Context.Render<CommandPalette>();
        await palette.InvokeAsync(palette.Instance.OpenedAsync);
        return palette;
    }

    private static IElement Field(IRenderedComponent<CommandPalette> palette) => palette.Find("[role=combobox]");

    private static string Selected(IRenderedComponent<CommandPalette> palette) => palette.Find("[role=option][aria-selected=true] .palette-title").TextContent;
}
