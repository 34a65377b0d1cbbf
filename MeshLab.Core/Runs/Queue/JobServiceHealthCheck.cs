using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeshLab.Core.Runs.Queue;

/// <summary>Ready when the job service looks at the queue.</summary>
internal sealed class JobServiceHealthCheck(JobServiceState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Problem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());
}
