using MeshLab.Core.Runs;

namespace MeshLab.Web.Api;

/// <summary>What to run.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Action"><c>deploy</c>, <c>teardown</c>, <c>dryRun</c> or <c>verify</c>.</param>
/// <param name="Clusters">Role to target cluster.</param>
/// <param name="Parameters">Values by name; those left out take their default.</param>
public sealed record StartRunRequest(string? Scenario, string? Action, IReadOnlyDictionary<string, string>? Clusters, IReadOnlyDictionary<string, string>? Parameters);

/// <summary>A run that was queued.</summary>
/// <param name="Id">Its number.</param>
public sealed record StartedRun(long Id);

/// <summary>A run.</summary>
public sealed record RunDocument(
    long Id,
    string Scenario,
    string Action,
    string Status,
    IReadOnlyDictionary<string, string> Clusters,
    IReadOnlyDictionary<string, string> Parameters,
    string RequestedBy,
    DateTimeOffset QueuedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Error,
    string? WaitsFor,
    bool Simulated,
    IReadOnlyList<RunStepDocument> Steps);

/// <summary>A step of a run.</summary>
public sealed record RunStepDocument(
    string Id,
    string Title,
    string Cluster,
    string Status,
    int Attempts,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? WaitsFor,
    string? Error,
    IReadOnlyList<StepEvidence> Evidence);

/// <summary>A line of a run's log.</summary>
/// <param name="Seq">1, 2, 3 … without gaps.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Step">The step's id; null for the run itself.</param>
/// <param name="Stream"><c>meshlab</c>, <c>output</c> or <c>error</c>.</param>
/// <param name="Text">The text, perhaps with ANSI colour codes.</param>
public sealed record LogLineDocument(long Seq, DateTimeOffset Time, string? Step, string Stream, string Text);

/// <summary>An object a run owns.</summary>
/// <param name="Cluster">The target cluster.</param>
/// <param name="ApiVersion">Its API version, or <c>helm</c> for a release.</param>
/// <param name="Kind">Its kind, or <c>Release</c>.</param>
/// <param name="Namespace">Its namespace; null for cluster-scoped objects.</param>
/// <param name="Name">Its name.</param>
/// <param name="Step">The step that made it.</param>
/// <param name="Existed">Whether it was there before, so that teardown leaves it.</param>
/// <param name="Health"><c>healthy</c>, <c>progressing</c>, <c>drifted</c>, <c>degraded</c>, <c>missing</c> or <c>unknown</c>.</param>
/// <param name="Message">Why, for people; null when there is nothing to say.</param>
public sealed record InventoryDocument(string Cluster, string ApiVersion, string Kind, string? Namespace, string Name, string Step, bool Existed, string Health, string? Message);

/// <summary>What was looked at before a run.</summary>
/// <param name="Ready">Whether the run may start.</param>
/// <param name="Checks">The checks.</param>
public sealed record PreflightDocument(bool Ready, IReadOnlyList<PreflightCheckDocument> Checks);

/// <summary>One check before a run.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Cluster">The target cluster; null for what concerns none or all.</param>
/// <param name="Status"><c>ok</c>, <c>warning</c>, <c>problem</c> or <c>skipped</c>.</param>
/// <param name="Found">What was found.</param>
/// <param name="Advice">What to do about it; null when there is nothing to do.</param>
public sealed record PreflightCheckDocument(string Name, string? Cluster, string Status, string Found, string? Advice);

/// <summary>What a dry run found for one object, or for a Helm release (<c>helm</c>, <c>Release</c>).</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Cluster">The target cluster.</param>
/// <param name="ApiVersion">Its API version.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; null for cluster-scoped objects.</param>
/// <param name="Name">Its name.</param>
/// <param name="Change"><c>create</c>, <c>change</c>, <c>unchanged</c>, <c>remove</c> or <c>unknown</c>.</param>
/// <param name="Note">What is to be known beside the fields.</param>
/// <param name="Fields">The fields that would change, with their values before and after as JSON text.</param>
public sealed record PlanDocument(string Step, string Cluster, string ApiVersion, string Kind, string? Namespace, string Name, string Change, string? Note, IReadOnlyList<PlanField> Fields);

/// <summary>Turns runs into what the API shows, with the spellings of its contract.</summary>
internal static class RunDocuments
{
    private static readonly Dictionary<string, RunAction> Actions = new(StringComparer.Ordinal)
    {
        ["deploy"] = RunAction.Deploy,
        ["teardown"] = RunAction.Teardown,
        ["dryRun"] = RunAction.DryRun,
        ["verify"] = RunAction.Verify,
    };

    public static RunAction? ParseAction(string? text) => text is not null && Actions.TryGetValue(text, out var action) ? action : null;

    public static RunDocument Of(Run run) => new(
        run.Id, run.Scenario, Actions.First(one => one.Value == run.Action).Key, run.Status.ToString(), run.Clusters, run.Parameters, run.RequestedBy,
        run.QueuedAt, run.StartedAt, run.FinishedAt, run.Error, run.WaitsFor, run.Simulated,
        [.. run.Steps.Select(step => new RunStepDocument(step.Id, step.Title, step.Cluster, step.Status.ToString(), step.Attempts, step.StartedAt, step.FinishedAt, step.WaitsFor, step.Error, step.Evidence))]);

    public static PreflightDocument Of(PreflightReport report) => new(
        report.Ready, [.. report.Checks.Select(check => new PreflightCheckDocument(check.Name, check.Cluster, check.Status.ToString().ToLowerInvariant(), check.Found, check.Advice))]);

    public static PlanDocument Of(PlanItem item) => new(
        item.Step, item.Cluster, item.ApiVersion, item.Kind, item.Namespace, item.Name, item.Change.ToString().ToLowerInvariant(), item.Note, item.Fields);

    public static LogLineDocument Of(RunLogLine line) => new(line.Seq, line.Time, line.Step, line.Stream.ToString().ToLowerInvariant(), line.Text);

    public static InventoryDocument Of(InventoryHealth one) => new(
        one.Item.Cluster, one.Item.ApiVersion, one.Item.Kind, one.Item.Namespace, one.Item.Name, one.Item.Step, one.Item.Existed, one.Health.ToString().ToLowerInvariant(), one.Message);
}
