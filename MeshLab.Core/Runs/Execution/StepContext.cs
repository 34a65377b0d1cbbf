using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Execution;

/// <summary>A step while it is carried out: its cluster, its log and what it waits for.</summary>
internal sealed class StepContext(RunContext run, ScenarioStep step, string clusterName, ClusterCatalogue clusters, RunJournal journal, OutputJournal outputs, TimeProvider clock)
{
    private static readonly TimeSpan ShortestWaitsFor = TimeSpan.FromMilliseconds(250);

    private readonly long _started = clock.GetTimestamp();
    private readonly List<PlanItem> _plan = [];
    private string? _shown;
    private long _shownAt;
    private readonly LogSilence _silence = new(clock);

    public RunContext Run { get; } = run;

    public ScenarioStep Step { get; } = step;

    /// <summary>The target cluster's name.</summary>
    public string ClusterName { get; } = clusterName;

    /// <summary>A client for the target cluster.</summary>
    public ClusterClient Client => clusters.Connect(ClusterName);

    /// <summary>The target cluster.</summary>
    public TargetCluster Cluster => clusters.Find(ClusterName) ?? throw new StepFailedException($"The cluster {ClusterName} is not in any kubeconfig.");

    /// <summary>Whether what the step does is simulated; false for a cluster that is not there yet, because only real ones are made.</summary>
    public bool Simulated => clusters.Find(ClusterName)?.IsSimulated == true;

    /// <summary>What tools are given in <c>KUBECONFIG</c>, also when the cluster is not there yet; null for their default.</summary>
    public string? KubeconfigPath => clusters.Find(ClusterName) is { } cluster ? cluster.KubeconfigPath : clusters.KubeconfigPath;

    /// <summary>Whether the target cluster is in the kubeconfig files as they are now.</summary>
    public bool ClusterIsThere()
    {
        clusters.Refresh(force: true);
        return clusters.Find(ClusterName) is not null;
    }

    /// <summary>What is left of the step's time.</summary>
    public TimeSpan Remaining => Step.Timeout - Clock.GetElapsedTime(_started);

    /// <summary>The number of the attempt under way.</summary>
    public int Attempt { get; set; }

    /// <summary>Whether an earlier attempt was cut off by the end of MeshLab.</summary>
    public bool Resumed { get; set; }

    public TimeProvider Clock { get; } = clock;

    /// <summary>What the step waits for just now.</summary>
    public string? Waiting { get; private set; }

    /// <summary>What a dry run found so far.</summary>
    public IReadOnlyList<PlanItem> Plan => _plan;

    /// <summary>Objects that a failure of this step is explained with.</summary>
    public IReadOnlyList<ObjectRef> Suspects { get; set; } = [];

    /// <summary>A context for another cluster of the run, with the same step and log.</summary>
    public StepContext On(string role) => role == Step.Cluster ? this : new StepContext(Run, Step, Run.Clusters[role], clusters, journal, outputs, Clock) { Attempt = Attempt, Resumed = Resumed };

    /// <summary>Adds what a dry run found for an object to the plan, and logs it. Secrets of the run are masked in both.</summary>
    public void AddToPlan(PlanItem item)
    {
        item = item with
        {
            Note = Mask(item.Note),
            Fields = [.. item.Fields.Select(field => field with { Before = Mask(field.Before), After = Mask(field.After) })],
        };
        _plan.Add(item);
        Log(DryRunReport.Lines(item));

        string? Mask(string? text) => text is null ? null : Run.Mask.Apply(text);
    }

    /// <summary>Begins the plan anew, for another attempt.</summary>
    public void ClearPlan() => _plan.Clear();

    public void Log(string text) => Log(LogStream.MeshLab, text);

    /// <summary>A line for the log that the journal writes together with what it tells of.</summary>
    public LogEntry Entry(string text)
    {
        _silence.Broken();
        return new(LogStream.MeshLab, Run.Mask.Apply(text));
    }

    public void Log(LogStream stream, string text)
    {
        _silence.Broken();
        Run.Log(Step.Id, stream, text);
    }

    /// <summary>
    /// Shows what the step waits for: written only when it changes, and while it does so quickly not more often than four times a second.
    /// A wait that lasts is told in the log as well, so that a reader of the log alone knows what is going on.
    /// </summary>
    public async Task WaitsForAsync(string? text, CancellationToken cancellationToken)
    {
        Waiting = text is null ? null : Run.Mask.Apply(text);
        if (Waiting is not null && _silence.IsOver())
        {
            Run.Log(Step.Id, LogStream.MeshLab, $"Still waiting: {Waiting}");
        }

        if (Waiting == _shown || (Waiting is not null && _shown is not null && Clock.GetElapsedTime(_shownAt) < ShortestWaitsFor))
        {
            return;
        }

        _shown = Waiting;
        _shownAt = Clock.GetTimestamp();
        await journal.SetStepWaitsForAsync(Run.Id, Step.Id, Waiting, cancellationToken);
    }

    public async Task SetOutputsAsync(IReadOnlyDictionary<string, TemplateValue> values, CancellationToken cancellationToken)
    {
        if (values.Count > 0)
        {
            await outputs.SetAsync(Run.Id, Step.Id, values, cancellationToken);
            Run.AddOutputs(Step.Id, values);
        }
    }

    public Task SetChildAsync(int processId, DateTimeOffset startedAt) => journal.SetChildAsync(Run.Id, Step.Id, Attempt, processId, startedAt);

    public Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, Clock, cancellationToken);
}
