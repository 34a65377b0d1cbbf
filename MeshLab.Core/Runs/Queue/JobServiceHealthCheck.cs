using MeshLab.Core.Runs.Journal;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeshLab.Core.Runs.Queue;

/// <summary>Ready when the job service looks at the queue and can write down what becomes of runs.</summary>
internal sealed class JobServiceHealthCheck(JobServiceState state, JournalState journal) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((journal.Problem ?? state.Problem) is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());
}
