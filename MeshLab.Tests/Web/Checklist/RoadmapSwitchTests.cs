using Bunit;
using MeshLab.Web.Pages.Checklist;
using Microsoft.AspNetCore.Components.Forms;
using Xunit;

namespace MeshLab.Tests.Web.Checklist;

public sealed class RoadmapSwitchTests
{
    [Fact]
    public async Task Import_OfAFile_ShowsItAndUndoGoesBackToTheShippedRoadmap()
    {
        await using var host = await ChecklistHost.CreateAsync("# Lab\n\n## 9.1 Mesh\n\n- [ ] Install Istio\n");
        var (_, snackbars) = host.Providers();
        var page = host.Open();
        Assert.Empty(page.FindAll(".roadmap-switch select"));

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("# Own plan\n\n## 1 One\n\n- [ ] My task\n", "own.md"));

        page.WaitForAssertion(() => Assert.EndsWith("/checklist?roadmap=own", host.Navigation.Uri, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        page.WaitForAssertion(() => Assert.Contains("My task", page.Markup), TimeSpan.FromSeconds(10));
        Assert.DoesNotContain("Install Istio", page.Markup);
        Assert.Equal(["Lab (1)", "Own plan (1)"], page.FindAll(".roadmap-switch option").Select(one => one.TextContent));
        Assert.Contains("Imported Own plan: 1 tasks.", snackbars.Markup);

        await page.InvokeAsync(() => page.FindAll("button").First(button => button.TextContent.Trim() == "Undo import").Click());

        page.WaitForAssertion(() => Assert.EndsWith("/checklist", host.Navigation.Uri, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        page.WaitForAssertion(() => Assert.Contains("Install Istio", page.Markup), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Import_OfWhatIsNoRoadmap_SaysOnWhichLine()
    {
        await using var host = await ChecklistHost.CreateAsync("# Lab\n\n## 9.1 Mesh\n\n- [ ] Install Istio\n");
        var page = host.Open();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("# Own plan\n\nNothing to do.\n", "own.md"));

        page.WaitForAssertion(() => Assert.Contains("own.md:1: From this line on there is no task", page.Find("[role=alert]").TextContent), TimeSpan.FromSeconds(10));
        Assert.Contains("Install Istio", page.Markup);
    }

    [Fact]
    public async Task Address_OfARoadmapThatIsNotThere_SaysSo()
    {
        await using var host = await ChecklistHost.CreateAsync("# Lab\n\n## 9.1 Mesh\n\n- [ ] Install Istio\n");

        Assert.Contains("There is no roadmap gone", host.Open("?roadmap=gone").Markup);
    }
}
