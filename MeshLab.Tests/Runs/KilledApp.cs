using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Loopback;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>The real application as a process of its own, on a data directory that outlives it.</summary>
internal sealed class KilledApp : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-kill-").FullName;
    private readonly int _port = FreePorts.Take();
    private Process? _process;

    public KilledApp() => Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}"), Timeout = TimeSpan.FromSeconds(30) };

    public HttpClient Http { get; }

    /// <summary>Variables of the process's environment, besides those that every test needs.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string DataDirectory => _folder;

    /// <summary>The number of the process that runs now.</summary>
    public int ProcessId => _process!.Id;

    public string Database => Path.Combine(_folder, "meshlab.db");

    private string LogFile => Path.Combine(_folder, "app.log");

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MeshLab.Web.dll"), "--urls", Http.BaseAddress!.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["MeshLab__DataDirectory"] = _folder;
        start.Environment["MeshLab__DemoClusterPort"] = "0";
        start.Environment["MeshLab__Kubeconfig"] = Path.Combine(_folder, "none");
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var deadline = DateTime.UtcNow + StartsWithin;
        while (true)
        {
            try
            {
                if ((await Http.GetAsync("/api/v1/runs?take=1")).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await AssertBeforeAsync(_process.HasExited ? DateTime.MinValue : deadline, "MeshLab did not start");
            await Task.Delay(100);
        }
    }

    /// <summary>Waits until it says again that it is ready.</summary>
    public async Task ReadyAsync()
    {
        var deadline = DateTime.UtcNow + StartsWithin;
        while ((await Http.GetAsync("/readyz", TestContext.Current.CancellationToken)).StatusCode != HttpStatusCode.OK)
        {
            await AssertBeforeAsync(deadline, "MeshLab is not ready");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>SIGKILL: no handler of the process runs.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Asks the process to end, as a service manager does.</summary>
    /// <returns>Its exit code, and how long it took to end.</returns>
    public async Task<(int Code, TimeSpan Time)> StopAsync()
    {
        var asked = Stopwatch.StartNew();
        using var terminate = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var end = (_process.ExitCode, asked.Elapsed);
        _process.Dispose();
        _process = null;
        return end;
    }

    public async Task<long> PostRunAsync(ScenarioWay way, string action)
    {
        var response = await Http.PostAsJsonAsync("/api/v1/runs", new { way.Scenario, action, way.Clusters, way.Parameters });
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<long>();
    }

    public async Task<bool> IsGoingOnAsync(long id) => (await GetRunAsync(id))["status"]!.GetValue<string>() is "Queued" or "Running";

    public async Task<JsonObject> GetRunAsync(long id) => (await Http.GetFromJsonAsync<JsonObject>($"/api/v1/runs/{id}"))!;

    public async Task EndAsync(long id)
    {
        var deadline = DateTime.UtcNow + EndsWithin;
        while (await IsGoingOnAsync(id))
        {
            await AssertBeforeAsync(deadline, $"run {id} does not end");
            await Task.Delay(250);
        }
    }

    /// <summary>Fails, with the end of its log, once a deadline is over. The log is read only then.</summary>
    public async Task AssertBeforeAsync(DateTime deadline, string otherwise)
    {
        if (DateTime.UtcNow >= deadline)
        {
            Assert.Fail($"{otherwise}\n{await LastLogAsync()}");
        }
    }

    public async Task<string> LastLogAsync() => File.Exists(LogFile) ? string.Join('\n', (await File.ReadAllLinesAsync(LogFile)).TakeLast(40)) : "";

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        SqliteTidy();
        Directory.Delete(_folder, recursive: true);
    }

    private static void SqliteTidy() => Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (Http)
            {
                File.AppendAllText(LogFile, line + "\n");
            }
        }
    }
}
