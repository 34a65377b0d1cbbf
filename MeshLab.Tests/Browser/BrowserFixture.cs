using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(MeshLab.Tests.Browser.BrowserFixture))]

namespace MeshLab.Tests.Browser;

/// <summary>One application and one Chromium for all browser tests. Where there is no Chromium, the tests are skipped and say so.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string DebianChromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private WebProcess? _web;

    /// <summary>A new visitor of the shared application.</summary>
    public async Task<Visitor> VisitAsync(string theme = "light", int width = 1280, int height = 900)
    {
        await StartAsync();
        return await Visitor.ArriveAsync(_browser!, _web!.Address, theme, width, height);
    }

    /// <summary>A new visitor of another application.</summary>
    public async Task<Visitor> VisitAsync(WebProcess web, string theme = "light", int width = 1280, int height = 900)
    {
        await StartAsync();
        return await Visitor.ArriveAsync(_browser!, web.Address, theme, width, height);
    }

    public ValueTask InitializeAsync()
    {
        // Five seconds, the default, are too few for Chromium on a busy machine.
        Assertions.SetDefaultExpectTimeout(Visitor.DeadlineMilliseconds);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }

        _starting.Dispose();
    }

    private async Task StartAsync()
    {
        var chromium = Environment.GetEnvironmentVariable("MESHLAB_TEST_CHROMIUM") is { Length: > 0 } set ? set : DebianChromium;
        Assert.SkipUnless(File.Exists(chromium), $"There is no Chromium at {chromium}. Install it (apt-get install chromium) or name one in MESHLAB_TEST_CHROMIUM.");
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Arguments, Timeout = Visitor.DeadlineMilliseconds });
            _web ??= await WebProcess.StartNewAsync();
        }
        finally
        {
            _starting.Release();
        }
    }
}

/// <summary>Tests that change what the shared application keeps run one after another. The others, which only look at it or start one of their own, run beside them.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection
{
    public const string Name = "Browser";
}
