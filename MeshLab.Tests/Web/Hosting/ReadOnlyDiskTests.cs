using System.Diagnostics;
using MeshLab.Tests.Browser;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

/// <summary>The built program on a file system that is mounted read-only, in a mount namespace of its own that ends with it.</summary>
public sealed class ReadOnlyDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-readonly-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("touch $0/meshlab.lock $0/meshlab.db")]
    public async Task Start_DataDirectoryOnAReadOnlyDisk_SaysSoInOneLine(string before)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        const string Mount = "mount -t tmpfs none $0 || exit 77";
        var (probe, _) = await RunAsync($"{Mount}; exit 0");
        Assert.SkipUnless(probe == 0, "needs the right to mount a file system in a namespace of its own (root)");

        var (code, error) = await RunAsync($"{Mount}; {(before.Length > 0 ? before : ":")}; mount -o remount,ro $0; exec dotnet '{WebProcess.WebDll}' --urls http://127.0.0.1:0 --MeshLab:DemoCluster false --MeshLab:DataDirectory $0");

        Assert.Equal(1, code);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("MeshLab cannot start: The data directory " + _folder + " cannot be written", line, StringComparison.Ordinal);
        Assert.Contains("MeshLab__DataDirectory", line, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Error)> RunAsync(string script)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["--mount", "sh", "-c", script, _folder]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (77, "there is no unshare");
        }
    }
}
