using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>
/// Notices that a page looks different. A screenshot is made small by the browser itself and compared, block by block, with one that was committed: fonts
/// and rounding differ between machines, a missing panel or a broken layout does not hide in that. <c>MESHLAB_UPDATE_BASELINES=1</c> takes new ones.
/// </summary>
internal static class Appearance
{
    /// <summary>The width of a baseline in pixels.</summary>
    private const int Width = 160;

    /// <summary>Between two looks at a page.</summary>
    private const float MomentMilliseconds = 250;

    /// <summary>Blocks of 8 × 8 pixels may differ by this much in brightness, of 255, on average.</summary>
    private const double BlockTolerance = 18;

    /// <summary>The part of the blocks that may differ more.</summary>
    public const double Tolerance = 0.06;

    /// <summary>How long a page may take to look as its baseline once it has read its data: on a busy machine the last answers come late.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Fails when the page does not come to look as its baseline; what changes by itself is covered first.</summary>
    public static async Task AssertLooksAsBeforeAsync(Visitor visitor, string name, params string[] changing)
    {
        await visitor.WaitUntilDrawnAsync();
        var file = Path.Combine(Folder, name + ".png");
        if (Environment.GetEnvironmentVariable("MESHLAB_UPDATE_BASELINES") == "1")
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllBytesAsync(file, Convert.FromBase64String((await SmallAsync(visitor.Page, await TakeSettledAsync(visitor.Page, changing))).Split(',')[1]), TestContext.Current.CancellationToken);
            return;
        }

        var tried = Stopwatch.StartNew();
        var different = await DifferenceAsync(visitor, name, changing);
        while (different > Tolerance && tried.Elapsed < Patience)
        {
            await visitor.Page.WaitForTimeoutAsync(MomentMilliseconds);
            different = await DifferenceAsync(visitor, name, changing);
        }

        if (different > Tolerance)
        {
            await visitor.PictureAsync($"different-{name}", fullPage: false);
        }

        Assert.True(different <= Tolerance, $"{name}: {different:P1} of the picture differ from {file} after {tried.Elapsed.TotalSeconds:0} s. When that is meant, take a new one with MESHLAB_UPDATE_BASELINES=1.");
    }

    /// <summary>The part of the page, from 0 to 1, that differs from its baseline.</summary>
    public static async Task<double> DifferenceAsync(Visitor visitor, string name, params string[] changing)
    {
        var file = Path.Combine(Folder, name + ".png");
        Assert.True(File.Exists(file), $"There is no baseline {file}. Look at the page, then take one with MESHLAB_UPDATE_BASELINES=1.");
        return await DifferenceAsync(visitor.Page, await TakeSettledAsync(visitor.Page, changing), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    /// <summary>A picture of a page that stands still: the same twice in a row, or the last one when it never does.</summary>
    private static async Task<byte[]> TakeSettledAsync(IPage page, string[] changing)
    {
        var watch = Stopwatch.StartNew();
        var before = await TakeAsync(page, changing);
        while (true)
        {
            await page.WaitForTimeoutAsync(MomentMilliseconds);
            var now = await TakeAsync(page, changing);
            if (now.AsSpan().SequenceEqual(before) || watch.Elapsed > Patience)
            {
                return now;
            }

            before = now;
        }
    }

    private static Task<byte[]> TakeAsync(IPage page, string[] changing) =>
        page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled, Mask = changing.Select(selector => page.Locator(selector)), MaskColor = "#808080" });

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MeshLab.sln")))
            {
                folder = folder.Parent;
            }

            return Path.Combine(folder?.FullName ?? throw new InvalidOperationException($"No MeshLab.sln above {AppContext.BaseDirectory}."), "MeshLab.Tests", "Browser", "Baselines");
        }
    }

    private static Task<string> SmallAsync(IPage page, byte[] picture) => page.EvaluateAsync<string>(
        """
        async ([address, width]) => {
          const image = new Image();
          image.src = address;
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = width;
          canvas.height = Math.round(image.height * width / image.width);
          const context = canvas.getContext('2d');
          context.imageSmoothingQuality = 'high';
          context.drawImage(image, 0, 0, canvas.width, canvas.height);
          return canvas.toDataURL('image/png');
        }
        """, new object[] { Address(picture), Width });

    private static async Task<double> DifferenceAsync(IPage page, byte[] picture, byte[] baseline) => await page.EvaluateAsync<double>(
        """
        async ([now, before, tolerance]) => {
          const read = async address => {
            const image = new Image();
            image.src = address;
            await image.decode();
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [image.width, image.height];
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            return context.getImageData(0, 0, image.width, image.height);
          };
          const [a, b] = [await read(now), await read(before)];
          if (a.width !== b.width || a.height !== b.height) {
            return 1;
          }
          const mean = (data, left, top, channel) => {
            let sum = 0;
            for (let y = top; y < top + 8; y++) {
              for (let x = left; x < left + 8; x++) {
                sum += data.data[(y * data.width + x) * 4 + channel];
              }
            }
            return sum / 64;
          };
          let [blocks, different] = [0, 0];
          for (let y = 0; y + 8 <= a.height; y += 8) {
            for (let x = 0; x + 8 <= a.width; x += 8) {
              blocks++;
              different += [0, 1, 2].some(channel => Math.abs(mean(a, x, y, channel) - mean(b, x, y, channel)) > tolerance) ? 1 : 0;
            }
          }
          return different / blocks;
        }
        """, new object[] { await SmallAsync(page, picture), Address(baseline), BlockTolerance });

    private static string Address(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);
}
