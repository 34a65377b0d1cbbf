using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MeshLab.Tests.Roadmap;

namespace MeshLab.Tests.Web.Checklist;

/// <summary>MeshLab as it is installed: its own process on a free loopback port, with data in a folder of its own.</summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private WebProcess(Process process, string folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Client = new HttpClient { BaseAddress = address };
    }

    internal HttpClient Client { get; }

    internal static async Task<WebProcess> StartAsync(string markdown)
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "roadmap"));
        await File.WriteAllTextAsync(Path.Combine(folder, "roadmap", "a.md"), markdown);
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Repository.PathTo("MeshLab.Web", "bin", configuration, "net10.0", "MeshLab.Web.dll"), "--contentRoot", Repository.PathTo("MeshLab.Web"), "--urls", address.ToString() },
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["MeshLab__DataDirectory"] = Path.Combine(folder, "data"),
                ["MeshLab__RoadmapDirectory"] = Path.Combine(folder, "roadmap"),
                ["MeshLab__DemoCluster"] = "false",
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        var web = new WebProcess(Process.Start(start)!, folder, address);
        await web.WaitAsync();
        return web;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitAsync()
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (DateTime.UtcNow < deadline && !_process.HasExited)
        {
            try
            {
                using var answer = await Client.GetAsync("/readyz");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        await DisposeAsync();
        throw new InvalidOperationException("MeshLab did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
