using System.Diagnostics.Metrics;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Queue;

namespace MeshLab.Core.Runs.Telemetry;

/// <summary>Counts runs and times steps for whoever listens to the meter <c>MeshLab</c>.</summary>
internal sealed class RunMetrics
{
    private readonly Counter<long> _runs;
    private readonly Histogram<double> _steps;
    private volatile int _queued;

    public RunMetrics(IMeterFactory meters, ActiveRuns active)
    {
        var meter = meters.Create("MeshLab");
        _runs = meter.CreateCounter<long>("meshlab.runs.ended", "{run}", "Runs that ended, by action and status");
        _steps = meter.CreateHistogram<double>("meshlab.runs.step.duration", "s", "Time a step took, retries included");
        meter.CreateObservableGauge("meshlab.runs.running", () => active.Count, "{run}", "Runs that are carried out just now");
        meter.CreateObservableGauge("meshlab.runs.queued", () => _queued, "{run}", "Runs that wait for their clusters, as of the last look at the queue");
    }

    public void Queued(int runs) => _queued = runs;

    public void RunEnded(RunAction action, RunStatus status) =>
        _runs.Add(1, new KeyValuePair<string, object?>("action", action.ToString()), new KeyValuePair<string, object?>("status", status.ToString()));

    public void StepEnded(StepContext context, StepStatus status, TimeSpan time) => _steps.Record(
        time.TotalSeconds,
        new KeyValuePair<string, object?>("kind", context.Step.Action?.Kind ?? "verify"),
        new KeyValuePair<string, object?>("status", status.ToString()));
}
