using System.Diagnostics;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;

namespace MeshLab.Core.Runs.Telemetry;

/// <summary>Spans of runs and their steps for whoever listens to the source <c>MeshLab</c>. They carry names and ids; parameters may be secret and stay out.</summary>
internal static class RunTraces
{
    private static readonly ActivitySource _source = new("MeshLab");

    /// <summary>A run as this process carries it out; a run that is resumed has another span. Null when nobody listens.</summary>
    public static Activity? StartRun(RunRow run) => _source.StartActivity($"run {run.Scenario}")?
        .SetTag("meshlab.run.id", run.Id)
        .SetTag("meshlab.run.scenario", run.Scenario)
        .SetTag("meshlab.run.action", run.Action.ToString());

    /// <summary>A step with all its attempts; null when nobody listens.</summary>
    public static Activity? StartStep(StepContext context) => _source.StartActivity($"step {context.Step.Id}")?
        .SetTag("meshlab.run.id", context.Run.Id)
        .SetTag("meshlab.step.id", context.Step.Id)
        .SetTag("meshlab.step.kind", context.Step.Action?.Kind ?? "verify");

    /// <summary>Marks a span as failed. The reason is in the run's log, where secrets are masked.</summary>
    public static void Fail(this Activity? span) => span?.SetStatus(ActivityStatusCode.Error);
}
