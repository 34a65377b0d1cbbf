using System.Diagnostics;
using MeshLab.Tests.Loopback;
using Xunit;

namespace MeshLab.Tests.Measurements.Sources.Prometheus;

/// <summary>A real Prometheus that scrapes one address twice a second, also as a second job, as a doubled scrape configuration would. Tests that need it are skipped where there is none.</summary>
internal sealed class RealPrometheus : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly string[] _places = ["/usr/bin/prometheus", "/usr/local/bin/prometheus"];

    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-prometheus-").FullName;
    private Process? _process;

    private RealPrometheus(bool secure) => Address = $"{(secure ? "https" : "http")}://127.0.0.1:{FreePorts.Take()}";

    public string Address { get; }

    /// <summary>Starts one.</summary>
    /// <param name="scraped">What it scrapes.</param>
    /// <param name="secured">The text of its web configuration (TLS, users), of the folder that it lies in; null for none.</param>
    /// <param name="http">What asks it whether it is there; null for one that knows neither its authority nor its users.</param>
    public static async Task<RealPrometheus> StartAsync(string scraped, Func<string, string>? secured = null, HttpClient? http = null)
    {
        var program = _places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "needs a prometheus in /usr/bin");
        var prometheus = new RealPrometheus(secured is not null);
        var file = Path.Combine(prometheus._folder, "prometheus.yml");
        var target = new Uri(scraped).Authority;
        await File.WriteAllTextAsync(file, $"""
            global:
              scrape_interval: 500ms
              scrape_timeout: 500ms
            scrape_configs:
              - job_name: cadvisor
                static_configs:
                  - targets: ["{target}"]
              - job_name: cadvisor-again
                static_configs:
                  - targets: ["{target}"]
            """);
        List<string> arguments = [$"--config.file={file}", $"--storage.tsdb.path={prometheus._folder}/data", $"--web.listen-address={new Uri(prometheus.Address).Authority}", "--log.level=error"];
        if (secured is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(prometheus._folder, "web.yml"), secured(prometheus._folder));
            arguments.Add($"--web.config.file={prometheus._folder}/web.yml");
        }

        prometheus._process = Process.Start(new ProcessStartInfo(program!, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        prometheus._process.BeginErrorReadLine();
        prometheus._process.BeginOutputReadLine();
        using var plain = new HttpClient();
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var up = await (http ?? plain).GetStringAsync($"{prometheus.Address}/api/v1/query?query=up==1");
                if (up.Contains("\"cadvisor\"", StringComparison.Ordinal) && up.Contains("\"cadvisor-again\"", StringComparison.Ordinal))
                {
                    return prometheus;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            Assert.True(deadline.Elapsed < _patience && !prometheus._process.HasExited, "Prometheus did not start to scrape.");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
