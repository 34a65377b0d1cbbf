using System.Diagnostics;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Queue;
using MeshLab.Core.Storage;
using MeshLab.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>Runs that are met in a state which only a crash, or a second job, leaves.</summary>
public sealed class InterruptionTests(RunHost host) : IClassFixture<RunHost>, IDisposable
{
    private readonly List<long> _entered = [];

    [Fact]
    public async Task Execute_RunThatHasEnded_ChangesNothing()
    {
        var id = await AddAsync(RunStatus.Succeeded, cancelRequested: true, child: null);

        await ExecuteAsync(id);

        Assert.Equal(RunStatus.Succeeded, (await host.Runs.GetAsync(id, CancellationToken.None))!.Status);
        Assert.Equal("", await host.LogAsync(id));
    }

    [Fact]
    public async Task Execute_CancelledBeforeACrash_EndsTheToolThatOutlivedIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs the command sleep");
        using var tool = Process.Start("sleep", ["60"]);
        try
        {
            var id = await AddAsync(RunStatus.Running, cancelRequested: true, tool);

            await ExecuteAsync(id);

            Assert.True(tool.WaitForExit(TimeSpan.FromSeconds(10)));
            var run = await host.Runs.GetAsync(id, CancellationToken.None);
            Assert.Equal((RunStatus.Cancelled, StepStatus.Cancelled), (run!.Status, run.Steps[0].Status));
            Assert.Contains($"sleep (process {tool.Id})", await host.LogAsync(id));
        }
        finally
        {
            if (!tool.HasExited)
            {
                tool.Kill();
            }
        }
    }

    [Fact]
    public async Task FailSteps_EndsTheStepAndItsAttempt()
    {
        var id = await AddAsync(RunStatus.Running, cancelRequested: false, child: null);

        await host.Services.GetRequiredService<Interruption>().FailStepsAsync(id, "MeshLab itself failed");

        var step = (await host.Runs.GetAsync(id, CancellationToken.None))!.Steps[0];
        Assert.Equal((StepStatus.Failed, "MeshLab itself failed"), (step.Status, step.Error));
        await using var database = await DatabaseAsync();
        Assert.Equal(AttemptOutcome.Failed, (await database.Set<StepAttemptRow>().SingleAsync(attempt => attempt.RunId == id)).Outcome);
        await host.Services.GetRequiredService<RunJournal>().FinishRunAsync(id, RunStatus.Failed, "done", null);
    }

    [Fact]
    public async Task FinishRun_StoresItsLineWithTheEnd()
    {
        var id = await AddAsync(RunStatus.Running, cancelRequested: true, child: null);
        host.Services.GetRequiredService<RunLogWriter>().Write(id, null, LogStream.MeshLab, "before");

        await host.Services.GetRequiredService<RunJournal>().FinishRunAsync(id, RunStatus.Failed, "why", null, new LogEntry(LogStream.Error, "one\ntwo"));

        var lines = await host.Runs.GetLogAsync(id, 0, 100, CancellationToken.None);
        Assert.Equal([(1, "before"), (2, "one"), (3, "two")], lines.Select(line => (line.Seq, line.Text)));
        Assert.Equal(3, await host.Runs.CountLogAsync(id, null, CancellationToken.None));
    }

    [Fact]
    public async Task FinishStep_StoresItsLineWithTheEnd_OrNeither()
    {
        var id = await AddAsync(RunStatus.Running, cancelRequested: true, child: null);
        var journal = host.Services.GetRequiredService<RunJournal>();
        await using (var database = await DatabaseAsync())
        await using (await RefusedWrite.BeginAsync(database, "INSERT", "RunLogLines", "NEW.Text = 'Step one succeeded'", "no"))
        {
            await Assert.ThrowsAnyAsync<DbUpdateException>(() => journal.FinishStepAsync(id, "one", StepStatus.Succeeded, null, [], new LogEntry(LogStream.MeshLab, "Step one succeeded")));
        }

        Assert.Equal(StepStatus.Running, (await host.Runs.GetAsync(id, CancellationToken.None))!.Steps[0].Status);
        Assert.Equal("", await host.LogAsync(id));

        await journal.FinishStepAsync(id, "one", StepStatus.Succeeded, null, [], new LogEntry(LogStream.MeshLab, "Step one succeeded"));

        Assert.Equal(StepStatus.Succeeded, (await host.Runs.GetAsync(id, CancellationToken.None))!.Steps[0].Status);
        var line = Assert.Single(await host.Runs.GetLogAsync(id, 0, 10, CancellationToken.None));
        Assert.Equal((1, "one", "Step one succeeded"), (line.Seq, line.Step, line.Text));
        await journal.FinishRunAsync(id, RunStatus.Failed, "done", null);
    }

    public void Dispose() => _entered.ForEach(host.Services.GetRequiredService<ActiveRuns>().Leave);

    private async Task ExecuteAsync(long id)
    {
        using var stop = new RunStop();
        await host.Services.GetRequiredService<RunExecutor>().ExecuteAsync(id, new RunClaim(null), stop);
    }

    /// <summary>A run with one step under way. The dispatcher would take it up as well, so it stands as carried out by this process.</summary>
    private async Task<long> AddAsync(RunStatus status, bool cancelRequested, Process? child)
    {
        await using var database = await DatabaseAsync();
        await using var transaction = await database.Database.BeginTransactionAsync();
        var run = new RunRow
        {
            Scenario = "interrupted",
            Action = RunAction.Deploy,
            Status = status,
            CancelRequested = cancelRequested,
            Clusters = """{"main":"demo"}""",
            Parameters = "{}",
            SecretParameters = "[]",
            RequestedBy = "test",
        };
        database.Add(run);
        await database.SaveChangesAsync();
        Assert.NotNull(host.Services.GetRequiredService<ActiveRuns>().Enter(run.Id));
        _entered.Add(run.Id);
        database.Add(new RunStepRow { RunId = run.Id, StepId = "one", Title = "One", Cluster = "demo", Status = StepStatus.Running, Attempts = 1 });
        database.Add(new StepAttemptRow
        {
            RunId = run.Id,
            StepId = "one",
            Number = 1,
            Outcome = AttemptOutcome.Running,
            ChildProcessId = child?.Id,
            ChildStartedAt = child is null ? null : new DateTimeOffset(child.StartTime.ToUniversalTime(), TimeSpan.Zero),
        });
        await database.SaveChangesAsync();
        await transaction.CommitAsync();
        return run.Id;
    }

    private Task<MeshLabDbContext> DatabaseAsync() => host.Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
}
