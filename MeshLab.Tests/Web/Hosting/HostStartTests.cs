using System.Diagnostics;
using MeshLab.Tests.Browser;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

/// <summary>The built program as a process: what a person sees who starts it wrongly.</summary>
public sealed class HostStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--urls", "http://0.0.0.0:0", "without a login")]
    [InlineData("--MeshLab:DataDirectory", "/proc/meshlab", "/proc/meshlab")]
    public async Task Start_WithASettingThatCannotWork_PrintsOneLineAndFails(string option, string value, string said)
    {
        var start = new ProcessStartInfo("dotnet", [WebProcess.WebDll, "--urls", "http://127.0.0.1:0", "--MeshLab:DemoCluster", "false", "--MeshLab:DataDirectory", _folder, option, value])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);

        Assert.NotEqual(0, process.ExitCode);
        var line = Assert.Single((await error).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(said, line, StringComparison.Ordinal);
    }
}
