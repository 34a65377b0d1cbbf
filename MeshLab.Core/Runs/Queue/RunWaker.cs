using Quartz;

namespace MeshLab.Core.Runs.Queue;

/// <summary>Has the queue looked at right away.</summary>
internal sealed class RunWaker(ISchedulerFactory schedulers)
{
    public async Task WakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            await scheduler.TriggerJob(DispatchJob.Key, cancellationToken);
        }
        catch (SchedulerException)
        {
            // Shutting down, or not started yet: the queue is looked at when the scheduler starts.
        }
    }
}
