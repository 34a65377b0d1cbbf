using MeshLab.Core.Runs.Journal;
using Microsoft.Extensions.Logging;
using Quartz;

namespace MeshLab.Core.Runs.Queue;

/// <summary>Starts the runs that may start. Runs whenever something changed, and every few seconds in case a wake-up was lost.</summary>
[DisallowConcurrentExecution]
internal sealed partial class DispatchJob(RunDispatcher dispatcher, JobServiceState state, JournalState journal, ILogger<DispatchJob> logger) : IJob
{
    public static readonly JobKey Key = new("dispatch", "runs");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            foreach (var run in await dispatcher.DispatchAsync(cancellationToken))
            {
                var job = JobBuilder.Create<ExecuteRunJob>()
                    .WithIdentity($"run-{run}-{Guid.NewGuid():N}", "runs")
                    .UsingJobData(ExecuteRunJob.RunId, run)
                    .Build();
                await context.Scheduler.ScheduleJob(job, TriggerBuilder.Create().StartNow().Build(), cancellationToken: cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException and not OutOfMemoryException)
        {
            LogFailed(logger, error);
            state.Set($"Runs could not be started: {journal.Describe(error) ?? error.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Runs could not be started; tried again in a few seconds")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
