using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>
/// The main job from end to end as a newcomer does it, along the first steps: tick a task, deploy Istio on the demo cluster, follow the log, see tasks verified and
/// the cost charted, and bring a cluster of one's own.
/// </summary>
public sealed class MainJobTests(BrowserFixture browser)
{
    private const float RunDeadlineMilliseconds = 4 * 60_000;

    /// <summary>A cluster that does not answer: to be there is enough.</summary>
    private const string OwnCluster = """
        apiVersion: v1
        kind: Config
        clusters: [{ name: own, cluster: { server: "http://127.0.0.1:1" } }]
        users: [{ name: me, user: {} }]
        contexts: [{ name: kind-mesh-lab, context: { cluster: own, user: me } }]
        """;

    [Fact]
    public async Task MainJob_OnTheDemoCluster_EndsInVerifiedTasksAndAChart()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var visitor = await browser.VisitAsync(web);
        var page = visitor.Page;

        await visitor.OpenAsync("/");
        var guide = page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { NameRegex = new("Start here|The first steps are done") });
        await Assertions.Expect(guide.GetByRole(AriaRole.Status)).ToHaveTextAsync("0 of 5 done");
        await guide.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Checklist" }).ClickAsync();
        await page.ComesToAsync("**/checklist");
        await page.Locator(".task-box[data-mixed=false]").First.CheckAsync();
        await visitor.OpenAsync("/");
        await Assertions.Expect(guide.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 of 5 done");
        await guide.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Deploy istio-tutorial" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Deploy to demo" }).ClickAsync();

        await page.ComesToAsync("**/runs/*");
        var run = new Uri(page.Url).AbsolutePath;
        await Assertions.Expect(page.Locator(".log-line").First).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = RunDeadlineMilliseconds });
        await visitor.PictureAsync("run-under-way", fullPage: false);
        await Assertions.Expect(page.Locator(".run-facts .status-chip").First).ToHaveTextAsync(
            "Succeeded", new LocatorAssertionsToHaveTextOptions { Timeout = RunDeadlineMilliseconds });
        await visitor.PictureAsync("run-done");
        await visitor.AssertAccessibleAsync();

        await visitor.OpenAsync("/checklist");
        await Assertions.Expect(page.Locator(".task-chip-verified", new PageLocatorOptions { HasText = "verified by run" }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-task] .simulated-badge").First).ToBeVisibleAsync();
        await visitor.PictureAsync("checklist-verified");
        await visitor.AssertAccessibleAsync();

        await visitor.OpenAsync("/topology?cluster=demo");
        await Assertions.Expect(page.Locator(".graph-edge").First).ToBeAttachedAsync();
        await visitor.PictureAsync("topology-with-traffic");
        await visitor.AssertAccessibleAsync();

        await visitor.OpenAsync("/measurements");
        await Assertions.Expect(page.Locator(".js-plotly-plot .scatterlayer .trace").First).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator("main .simulated-badge").First).ToBeVisibleAsync();
        await visitor.PictureAsync("measurements-with-figures");
        await visitor.AssertAccessibleAsync();

        await visitor.OpenAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new PageGetByRoleOptions { NameRegex = new("Sidecar proxies") })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator($".overview-runs a[href='{run}']")).ToBeVisibleAsync();
        await Assertions.Expect(guide.GetByRole(AriaRole.Status)).ToHaveTextAsync("4 of 5 done");
        await visitor.PictureAsync("overview-with-a-run");
        await visitor.AssertAccessibleAsync();

        // A context appears in the kubeconfig, and the last step ticks itself.
        var kubeconfig = Path.Combine(Directory.CreateDirectory(Path.Combine(web.Folder, ".kube")).FullName, "config");
        await File.WriteAllTextAsync(kubeconfig, OwnCluster, TestContext.Current.CancellationToken);
        await Assertions.Expect(guide.GetByRole(AriaRole.Status)).ToHaveTextAsync("5 of 5 done");
        await Assertions.Expect(guide.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = "The first steps are done" })).ToBeVisibleAsync();
        File.Delete(kubeconfig);
        visitor.AssertNoFaults();

        List<string> violations = [];
        string[] seen = ["/", "/checklist", run, "/topology?cluster=demo", "/measurements"];
        string[] others = ["/scenarios", "/scenarios/istio-tutorial", "/runs", "/clusters", "/compare", "/audit"];
        foreach (var theme in new[] { "light", "dark" })
        {
            await using var other = await browser.VisitAsync(web, theme);
            // Unless asked for, light pages are looked at on a wide screen alone, and so they were on the way here.
            foreach (var path in theme == "light" && !Visitor.EveryScreen ? others : [.. seen, .. others])
            {
                await other.OpenAsync(path);
                await other.PictureAsync($"filled-{path.Trim('/').Replace('/', '-').Split('?')[0]}-{theme}");
                violations.AddRange(await other.FindViolationsOnAllScreensAsync());
            }

            other.AssertNoFaults();
        }

        Assert.True(violations.Count == 0, string.Join("\n", violations));
    }
}
