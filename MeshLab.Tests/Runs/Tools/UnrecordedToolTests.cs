using System.Diagnostics;
using System.Globalization;
using MeshLab.Core.Runs;
using MeshLab.Core.Storage;
using MeshLab.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs.Tools;

/// <summary>A tool whose process id could not be written down would be found by nobody after the end of MeshLab.</summary>
public sealed class UnrecordedToolTests(RunHost host) : IClassFixture<RunHost>
{
    [Fact]
    public async Task Tool_ThatTheJournalCannotRecord_IsEnded()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the tool is a shell script");
        var started = Path.Combine(host.Folder, "started");
        await WriteToolAsync($"#!/bin/sh\necho $$ > '{started}.new'\nmv '{started}.new' '{started}'\nexec sleep 120\n");
        await host.WriteScenarioAsync("unrecorded", "- id: tool\n  title: Tool\n  cli: { tool: sleeper, args: [] }\n", "tools:\n  - { name: sleeper }\n");
        await using var database = await host.Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await using var refused = await RefusedWrite.BeginAsync(database, "UPDATE OF ChildProcessId", "StepAttempts", "NEW.ChildProcessId IS NOT NULL", "not recorded");

        var run = await host.RunAsync("unrecorded", RunAction.Deploy);

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("not recorded", run.Steps[0].Error);
        if (File.Exists(started))
        {
            // It may have been ended before it said anything, which is as good.
            Assert.False(IsSleeping(int.Parse(await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture)));
        }
    }

    private static bool IsSleeping(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && process.ProcessName == "sleep";
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private async Task WriteToolAsync(string script)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(host.Folder, "data", "tools")).FullName, "sleeper");
        await File.WriteAllTextAsync(path, script, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
