using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Browser;
using MeshLab.Tests.Contract;
using MeshLab.Tests.Runs;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

/// <summary>Backup and restore as a person does them: with the program's commands and over HTTP, beside a MeshLab that runs.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-commands-").FullName;

    private string Archive => Path.Combine(_folder, "lab.zip");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Commands_BesideARunningMeshLab_BackUpAndRefuseToRestoreUntilItEnds()
    {
        await using var app = new KilledApp();
        await app.StartAsync();
        var task = (await FirstTaskAsync(app))["id"]!.GetValue<string>();
        await SetAsync(app, task, "done");

        var backup = await RunAsync(app, "backup", Archive);
        await SetAsync(app, task, "open");
        var tooEarly = await RunAsync(app, "restore", Archive);
        await app.StopAsync();
        var restore = await RunAsync(app, "restore", Archive);
        await app.StartAsync();

        Assert.Equal((0, ""), (backup.Code, backup.Error));
        Assert.Contains("keys", backup.Output, StringComparison.Ordinal);
        Assert.Equal(1, tooEarly.Code);
        Assert.Contains("Another MeshLab is using", tooEarly.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (restore.Code, restore.Error));
        Assert.Contains("before-restore-", restore.Output, StringComparison.Ordinal);
        Assert.Equal("done", (await FirstTaskAsync(app))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Download_IsAnArchiveThatLeavesNothingBehind()
    {
        await using var app = new KilledApp();
        await app.StartAsync();

        using (var answer = await app.Http.GetAsync("/api/v1/backup"))
        {
            Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
            Assert.EndsWith(".zip", answer.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
            await using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync());
            Assert.NotNull(archive.GetEntry("manifest.json"));
            Assert.NotNull(archive.GetEntry("meshlab.db"));
        }

        await Eventually.TrueAsync(() => Task.FromResult(!Directory.EnumerateFiles(app.DataDirectory, "backup-*").Any()), "the download's file is gone");
    }

    [Fact]
    public async Task Download_AskedForByAPageOfAnotherOrigin_IsRefused()
    {
        await using var app = new KilledApp();
        await app.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/backup");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await app.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Command_WithoutAFile_SaysWhatIsMissing()
    {
        await using var app = new KilledApp();

        var misused = await RunAsync(app, "backup");

        Assert.Equal(2, misused.Code);
        Assert.Contains("backup FILE", misused.Error, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> FirstTaskAsync(KilledApp app) =>
        Leaf((await app.Http.GetFromJsonAsync<JsonArray>("/api/v1/roadmap"))![0]!["tasks"]![0]!);

    private static JsonNode Leaf(JsonNode task) => task["children"] is JsonArray { Count: > 0 } children ? Leaf(children[0]!) : task;

    private static async Task SetAsync(KilledApp app, string task, string state)
    {
        using var answer = await app.Http.PutAsJsonAsync($"/api/v1/roadmap/tasks/{task}", new { state });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(KilledApp app, params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [WebProcess.WebDll, .. command, "--MeshLab:DataDirectory", app.DataDirectory])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, output, await error);
    }
}
