using System.Net.Http.Json;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>MeshLab ends within ten seconds when it is asked to, with a run, an open page and an open answer, and goes on afterwards.</summary>
public sealed class ShutdownTests(BrowserFixture browser)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Stop_WithARunAndAPage_TakesLessThanTenSeconds_AndTheRunGoesOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is a signal of Unix systems");
        using var scenarios = new ScenarioStore();
        scenarios.Write("slow", 20);
        await using var web = await WebProcess.StartNewAsync(scenariosDirectory: scenarios.Folder);
        await using var visitor = await browser.VisitAsync(web);
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };
        using var started = await http.PostAsJsonAsync("/api/v1/runs", new { scenario = "slow", action = "deploy", clusters = new { main = "demo" } }, TestContext.Current.CancellationToken);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await visitor.OpenAsync("/runs/1");
        await Microsoft.Playwright.Assertions.Expect(visitor.Page.GetByText("Pause").First).ToBeVisibleAsync();

        var (code, time) = await web.StopAsync();

        Assert.True(code == 0, $"It ended with {code}.\n{web.Output}");
        Assert.True(time < Within, $"It took {time.TotalSeconds:0.0} s.\n{web.Output}");
        Assert.DoesNotContain("Unhandled exception", web.Output, StringComparison.Ordinal);
        await web.StartAsync();
        await Microsoft.Playwright.Assertions.Expect(visitor.Page.GetByText("Run 1 succeeded").First).ToBeVisibleAsync();
    }
}
