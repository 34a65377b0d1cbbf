using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>What pages cost a browser and the server. Figures depend on the machine, so these run only when <c>scripts/web-performance.sh</c> asks; docs/performance.md has them.</summary>
[Collection(BrowserCollection.Name)]
public sealed class WebPerformanceTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int FirstPageGoalBytes = 300_000;
    private const int Repetitions = 5;
    private const int Tasks = 10_000;

    private static readonly string[] Pages = ["/", "/checklist", "/scenarios", "/runs", "/topology"];
    private static readonly int[] BrowserCounts = [1, 10, 100];

    [Fact]
    public async Task FirstPage_CompressedSizeAndPaint_AreWithinTheGoal()
    {
        SkipUnlessAsked();
        foreach (var path in Pages)
        {
            await using var visitor = await browser.VisitAsync();
            var bytes = await CountBytesAsync(visitor.Page, () => visitor.OpenAsync(path));
            List<double> paints = [];
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                await visitor.OpenAsync(path);
                paints.Add(await visitor.Page.EvaluateAsync<double>(
                    "() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))"));
            }

            Report($"{path}: {bytes / 1000.0:0} kB compressed, Largest Contentful Paint median {Median(paints):0} ms");
            Assert.True(bytes < FirstPageGoalBytes, $"{path} has {bytes} bytes");
        }
    }

    [Fact]
    public async Task Checklist_OfTenThousandTasks_ScrollsAndTicks()
    {
        SkipUnlessAsked();
        var folder = Directory.CreateTempSubdirectory("meshlab-large-roadmap-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "large.md"), LargeRoadmap(), TestContext.Current.CancellationToken);
            await using var web = await WebProcess.StartNewAsync(roadmapDirectory: folder.FullName);
            await using var visitor = await browser.VisitAsync(web);
            var page = visitor.Page;
            await visitor.OpenAsync("/checklist");
            await page.Locator(".task-box").First.WaitForAsync();

            List<double> ticks = [];
            for (var index = 0; index < Repetitions; index++)
            {
                ticks.Add(await page.EvaluateAsync<double>(
                    """
                    index => new Promise(done => {
                      const box = document.querySelectorAll('.task-box')[index];
                      const row = box.closest('[data-task]');
                      const began = performance.now();
                      const observer = new MutationObserver(() => {
                        if (row.classList.contains('task-done')) { observer.disconnect(); done(performance.now() - began); }
                      });
                      observer.observe(row, { attributes: true, subtree: true, childList: true });
                      box.click();
                    })
                    """, index));
            }

            var frames = await page.EvaluateAsync<double[]>(
                """
                () => new Promise(done => {
                  const gaps = [];
                  let last = performance.now();
                  const step = now => {
                    gaps.push(now - last);
                    last = now;
                    scrollBy(0, 600);
                    gaps.length < 120 ? requestAnimationFrame(step) : done(gaps.slice(1).sort((a, b) => a - b));
                  };
                  requestAnimationFrame(step);
                })
                """);
            var rows = await page.Locator("[data-task]").CountAsync();
            Report($"{Tasks} tasks: tick to tick shown median {Median(ticks):0} ms; frame while scrolling median {Median(frames):0} ms, 95th percentile {frames[(int)(frames.Length * 0.95)]:0} ms; {rows} rows in the page");
            Assert.InRange(rows, 1, 1_000);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Interaction_OnEachPage_AnswersSoon()
    {
        SkipUnlessAsked();
        await using var visitor = await browser.VisitAsync();
        await visitor.OpenAsync("/checklist");
        List<double> delays = [];
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            delays.Add(await visitor.Page.EvaluateAsync<double>(
                """
                () => new Promise(done => {
                  const button = document.querySelector('[data-details]');
                  const began = performance.now();
                  const before = button.getAttribute('aria-expanded');
                  const observer = new MutationObserver(() => {
                    if (button.getAttribute('aria-expanded') !== before) { observer.disconnect(); requestAnimationFrame(() => done(performance.now() - began)); }
                  });
                  observer.observe(button, { attributes: true });
                  button.click();
                })
                """));
        }

        Report($"details of a task: click to next frame after the answer, median {Median(delays):0} ms");
    }

    [Fact]
    public async Task Memory_OfOpenBrowsers_IsRecorded()
    {
        SkipUnlessAsked();
        await using var web = await WebProcess.StartNewAsync();
        var most = int.TryParse(Environment.GetEnvironmentVariable("MESHLAB_BENCH_BROWSERS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : BrowserCounts[^1];
        List<Visitor> open = [];
        try
        {
            var before = web.ResidentBytes;
            Report($"no browser: {before / 1048576} MiB resident");
            foreach (var count in BrowserCounts.Where(count => count <= most))
            {
                while (open.Count < count)
                {
                    var visitor = await browser.VisitAsync(web);
                    open.Add(visitor);
                    await visitor.OpenAsync("/checklist");
                }

                Report($"{count} browsers on the checklist: {web.ResidentBytes / 1048576} MiB resident, {(web.ResidentBytes - before) / 1048576.0 / count:0.0} MiB each");
            }
        }
        finally
        {
            foreach (var visitor in open)
            {
                await visitor.DisposeAsync();
            }
        }
    }

    private static void SkipUnlessAsked() => Assert.SkipUnless(Environment.GetEnvironmentVariable("MESHLAB_BENCH") == "1", "Run scripts/web-performance.sh.");

    /// <summary>Bytes that came over the wire until the page was ready, headers included.</summary>
    private static async Task<long> CountBytesAsync(IPage page, Func<Task> open)
    {
        long bytes = 0;
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        session.Event("Network.loadingFinished").OnEvent += (_, data) => Interlocked.Add(ref bytes, (long)data!.Value.GetProperty("encodedDataLength").GetDouble());
        await open();
        return Interlocked.Read(ref bytes);
    }

    private static string LargeRoadmap()
    {
        var text = new StringBuilder("# A large roadmap\n\n");
        for (var section = 1; section <= 5; section++)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {section}. Part {section}\n\n");
            for (var task = 1; task <= Tasks / 5; task++)
            {
                text.Append(CultureInfo.InvariantCulture, $"- [ ] Task {section}-{task} of the large roadmap\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private void Report(string text) => output.WriteLine(text);
}
