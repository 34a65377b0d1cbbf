using System.Diagnostics;
using System.Globalization;
using MeshLab.Tests.Loopback;

namespace MeshLab.Tests.Measurements.Benchmarks;

/// <summary>A real Prometheus with the samples of <see cref="PreparedMonth"/>, imported by promtool and compacted into blocks of up to a month.</summary>
internal sealed class ImportedPrometheus : IAsyncDisposable
{
    private const string Server = "/usr/bin/prometheus";
    private const string Tool = "/usr/bin/promtool";

    private readonly string _folder;
    private readonly Process _process;

    private ImportedPrometheus(string folder, Process process, Uri address)
    {
        (_folder, _process) = (folder, process);
        Http = new HttpClient { BaseAddress = address };
    }

    /// <summary>Asks it.</summary>
    public HttpClient Http { get; }

    /// <summary>Whether Debian's Prometheus is there.</summary>
    public static bool Installed => File.Exists(Server) && File.Exists(Tool);

    /// <summary>Imports the samples and starts it.</summary>
    public static async Task<ImportedPrometheus> StartAsync(int series, DateTimeOffset from, int minutes, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-bench-").FullName;
        await WriteAsync(Path.Combine(folder, "data.om"), series, from, minutes, cancellationToken);
        using (var tool = Process.Start(Tool, ["tsdb", "create-blocks-from", "openmetrics", "--quiet", "--max-block-duration=744h", Path.Combine(folder, "data.om"), Path.Combine(folder, "tsdb")]))
        {
            await tool.WaitForExitAsync(cancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), "scrape_configs: []\n", cancellationToken);
        var port = FreePorts.Take();
        var process = Process.Start(Server, [$"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/tsdb", "--storage.tsdb.retention.time=400d", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]);
        var prometheus = new ImportedPrometheus(folder, process, new Uri($"http://127.0.0.1:{port}"));
        await prometheus.ReadyAsync(cancellationToken);
        return prometheus;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task WriteAsync(string file, int series, DateTimeOffset from, int minutes, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync("# TYPE cpu_cores gauge".AsMemory(), cancellationToken);
        for (var number = 1; number <= series; number++)
        {
            var labels = string.Create(CultureInfo.InvariantCulture, $"cpu_cores{{pod=\"pod-{number}\",class=\"{PreparedMonth.ClassOf(number)}\"}} ");
            for (var minute = 0; minute < minutes; minute++)
            {
                await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{labels}{PreparedMonth.CoreMs(number, minute) / 60_000} {from.ToUnixTimeSeconds() + (minute * 60)}").AsMemory(), cancellationToken);
            }
        }

        await writer.WriteLineAsync("# EOF".AsMemory(), cancellationToken);
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var response = await Http.GetAsync(new Uri("/-/ready", UriKind.Relative), cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100, cancellationToken);
        }
    }
}
