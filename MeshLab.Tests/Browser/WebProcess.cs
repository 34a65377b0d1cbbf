using System.Diagnostics;
using System.Text;
using MeshLab.Tests.Loopback;

namespace MeshLab.Tests.Browser;

/// <summary>The real application as a process of its own, on a free loopback port and with a data directory of its own.</summary>
public sealed class WebProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private readonly string _data = Directory.CreateTempSubdirectory("meshlab-browser-").FullName;
    private readonly int _port = FreePorts.Take();
    private readonly StringBuilder _output = new();
    private string? _roadmap;
    private string? _scenarios;
    private Process? _process;

    /// <summary>Variables of the process's environment, besides those that every test needs.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its data directory.</summary>
    public string Folder => _data;

    public string Address => $"http://127.0.0.1:{_port}";

    /// <summary>What the process wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The process's number.</summary>
    public int Id => _process!.Id;

    /// <summary>How much memory the process holds, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>How long the process has kept processors busy.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>How large the database is, its log of changes included, in bytes.</summary>
    public long DatabaseBytes => new DirectoryInfo(_data).EnumerateFiles("meshlab.db*").Sum(file => file.Length);

    /// <summary>Starts one with the lab's own roadmap and scenarios, or with those in other folders, and with further variables of its environment.</summary>
    public static async Task<WebProcess> StartNewAsync(string? roadmapDirectory = null, string? scenariosDirectory = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var web = new WebProcess { _roadmap = roadmapDirectory, _scenarios = scenariosDirectory };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            web.Environment[name] = value;
        }

        try
        {
            await web.StartAsync();
            return web;
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, again on the same port and data when it was killed, and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [WebDll, "--urls", Address])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _data,
            Environment =
            {
                ["MeshLab__DataDirectory"] = _data,
                ["MeshLab__DemoClusterPort"] = "0",
                ["HOME"] = _data,
                ["MeshLab__ScenariosDirectory"] = _scenarios ?? Path.Combine(RepositoryRoot, "scenarios"),
                ["MeshLab__DocsDirectory"] = Path.Combine(RepositoryRoot, "docs"),
                ["MeshLab__RoadmapDirectory"] = _roadmap ?? Path.Combine(RepositoryRoot, "docs", "roadmap"),
                ["MeshLab__SamplingInterval"] = "00:00:02",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
            },
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment.Remove("KUBECONFIG");
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync();
    }

    /// <summary>Puts a script where MeshLab looks for the tools of scenarios.</summary>
    public void WriteTool(string name, string script)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_data, "tools")).FullName, name);
        File.WriteAllText(file, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Asks the process to end, as a service manager does.</summary>
    /// <returns>Its exit code, and how long it took to end.</returns>
    public async Task<(int Code, TimeSpan Time)> StopAsync()
    {
        var asked = Stopwatch.StartNew();
        using var terminate = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (_process.ExitCode, asked.Elapsed);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static string RepositoryRoot
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MeshLab.sln")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName ?? throw new InvalidOperationException($"No MeshLab.sln above {AppContext.BaseDirectory}.");
        }
    }

    // .../MeshLab.Tests/bin/Debug/net10.0/ -> .../MeshLab.Web/bin/Debug/net10.0/MeshLab.Web.dll, where its static files are described; or the one that a script published.
    public static string WebDll
    {
        get
        {
            if (System.Environment.GetEnvironmentVariable("MESHLAB_TEST_WEB") is { Length: > 0 } published)
            {
                return published;
            }

            var below = Path.GetRelativePath(Path.Combine(RepositoryRoot, "MeshLab.Tests"), AppContext.BaseDirectory);
            return Path.Combine(RepositoryRoot, "MeshLab.Web", below, "MeshLab.Web.dll");
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        using var http = new HttpClient();
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < StartDeadline)
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"MeshLab ended with {_process.ExitCode} before it was ready:\n{Output}");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri($"{Address}/readyz"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"MeshLab was not ready within {StartDeadline}:\n{Output}");
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
