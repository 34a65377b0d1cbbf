using System.Diagnostics;
using System.Text.RegularExpressions;
using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Runs.Faults;

/// <summary><c>kubectl proxy</c>: the API server of a kubeconfig's context over plain HTTP on loopback, logged in.</summary>
internal sealed partial class KubectlProxy : IDisposable
{
    private readonly Process _process;

    private KubectlProxy(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts it; the test is skipped where there is no kubectl.</summary>
    public static async Task<KubectlProxy> StartAsync(string kubeconfig, string context)
    {
        // Its ordinary filter lets no command into a pod.
        var start = new ProcessStartInfo(TestTool.Require("kubectl"), ["--kubeconfig", kubeconfig, "--context", context, "proxy", "--port=0", "--reject-paths=^$"]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        var address = Listening().Match(said);
        Assert.True(address.Success, $"kubectl proxy said: {said}");
        return new(process, new Uri($"http://{address.Value}"));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
