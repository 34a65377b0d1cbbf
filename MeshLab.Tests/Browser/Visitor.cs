using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>Somebody with a browser of their own, who notes what goes wrong in it.</summary>
public sealed class Visitor : IAsyncDisposable
{
    /// <summary>How long to wait for anything. Chromium on a busy machine is slow; a test that passes does not wait this long.</summary>
    public const int DeadlineMilliseconds = 90_000;

    /// <summary>The width of the smallest screen that pages are made for, in CSS pixels.</summary>
    public const int SmallWidth = 360;

    /// <summary>Whether axe looks at every page in both themes on both screens, which takes four times as long.</summary>
    public static bool EveryScreen => Environment.GetEnvironmentVariable("MESHLAB_EVERY_SCREEN") == "1";

    /// <summary>Of what holds, axe would describe each element too.</summary>
    private static readonly AxeRunOptions ViolationsOnly = new() { ResultTypes = [ResultType.Violations] };

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    public static async Task<Visitor> ArriveAsync(IBrowser browser, string address, string theme, int width, int height)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(DeadlineMilliseconds);
        var visitor = new Visitor(context, await context.NewPageAsync());
        visitor.NoteFaults();
        return visitor;
    }

    /// <summary>Opens a page and waits until it is interactive and has read its data.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await WaitUntilReadyAsync();
    }

    /// <summary>Waits until clicks reach the server and nothing says that it is loading.</summary>
    public async Task WaitUntilReadyAsync()
    {
        await Page.WaitForSelectorAsync("html[data-interactive]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        await Assertions.Expect(Page.Locator(".loading-state")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = DeadlineMilliseconds });
        await Assertions.Expect(Page.Locator("h1").First).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = DeadlineMilliseconds });
    }

    /// <summary>Waits until every chart is drawn: their library is fetched when the first one appears, after the page has read its data.</summary>
    public async Task WaitUntilDrawnAsync()
    {
        await WaitUntilReadyAsync();
        await Assertions.Expect(Page.Locator(".plot-surface:not(:has(.main-svg))")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = DeadlineMilliseconds });
    }

    /// <summary>Keeps a picture: of the whole page in the folder of <c>MESHLAB_TEST_ARTIFACTS</c>, else of what is on the screen, which takes a tenth of the time on a long page.</summary>
    public async Task PictureAsync(string name, bool fullPage = true)
    {
        var named = Environment.GetEnvironmentVariable("MESHLAB_TEST_ARTIFACTS") is { Length: > 0 } set ? set : null;
        var folder = Directory.CreateDirectory(named ?? Path.Combine("TestResults", "screenshots")).FullName;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = fullPage && named is not null });
    }

    /// <summary>What sticks out of the page to the right, five elements at most: the page itself, or elements that no parent scrolls or cuts.</summary>
    public async Task<IReadOnlyList<string>> FindTooWideAsync() => await Page.EvaluateAsync<string[]>(
        """
        () => {
          const page = document.documentElement;
          const sticking = [...document.querySelectorAll('main *')].filter(element => {
            const box = element.getBoundingClientRect();
            if (box.width === 0 || box.right <= innerWidth + 1) return false;
            for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
              if (/auto|scroll|hidden|clip/.test(getComputedStyle(parent).overflowX)) return false;
            }
            return true;
          });
          return [
            ...sticking.slice(0, 5).map(element => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`),
            ...(page.scrollWidth > innerWidth ? [`the page scrolls to ${page.scrollWidth} of ${innerWidth} px`] : []),
          ];
        }
        """);

    /// <summary>Fails when axe finds anything on the page as it is, however small.</summary>
    public async Task AssertAccessibleAsync() => AssertNone(await FindViolationsAsync());

    /// <summary>The same on a wide and on a small screen; the screen is wide again afterwards.</summary>
    public async Task AssertAccessibleOnAllScreensAsync() => AssertNone(await FindViolationsOnAllScreensAsync());

    /// <summary>
    /// What axe finds on the page as it is: with <c>MESHLAB_EVERY_SCREEN=1</c> on a wide and on a small screen, else a light page on the wide one and a dark page on
    /// the small one, which takes half the time.
    /// </summary>
    public async Task<IReadOnlyList<string>> FindViolationsOnAllScreensAsync()
    {
        if (!EveryScreen && await Page.GetAttributeAsync("html", "data-theme") == "light")
        {
            return await FindViolationsAsync();
        }

        var onWide = EveryScreen ? await FindViolationsAsync() : [];
        var wide = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(SmallWidth, 780);
        var onSmall = await FindViolationsAsync();
        await Page.SetViewportSizeAsync(wide.Width, wide.Height);
        return [.. onWide, .. onSmall];
    }

    /// <summary>Fails when the browser complained: errors on the console, refusals by the Content-Security-Policy, requests to other hosts.</summary>
    public void AssertNoFaults() => Assert.True(_faults.IsEmpty, string.Join("\n", _faults));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static void AssertNone(IReadOnlyList<string> violations) => Assert.True(violations.Count == 0, string.Join("\n", violations));

    // On the root element rather than the page: no page has frames, and results of a long one would go to the browser and back for minutes to be merged with those of none.
    private async Task<IReadOnlyList<string>> FindViolationsAsync() =>
        [.. (await Page.Locator("html").RunAxe(ViolationsOnly)).Violations.Select(violation =>
            $"{Page.Url} at {Page.ViewportSize?.Width} px: {violation.Impact} {violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Take(5).Select(node => node.Html))}")];

    private void NoteFaults()
    {
        Page.Console += (_, message) =>
        {
            // An address that does not exist is answered with 404, and Chromium says so; that is what such a test asks for.
            if (message.Type == "error" && !message.Text.Contains("status of 404", StringComparison.Ordinal))
            {
                _faults.Enqueue($"console on {Page.Url}: {message.Text}");
            }
        };
        Page.PageError += (_, error) => _faults.Enqueue($"script on {Page.Url}: {error}");
        _context.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is "http" or "https" or "ws" or "wss" && !address.IsLoopback)
            {
                _faults.Enqueue($"request to another host: {request.Url}");
            }
        };
    }
}
