using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Experiments.Execution;
using MeshLab.Core.Experiments.Formats;
using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Experiments.Planning;
using MeshLab.Core.Experiments.Results;
using MeshLab.Core.Runs;

namespace MeshLab.Core.Experiments;

/// <summary>Makes, reads, cancels and resumes experiments, and writes them out and reads them in.</summary>
public sealed class ExperimentService
{
    private readonly ExperimentJournal _journal;
    private readonly ExperimentPreflight _preflight;
    private readonly ExperimentRunner _runner;
    private readonly ResultCache _results;
    private readonly ClusterCatalogue _clusters;
    private readonly RunService _runs;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _clock;

    internal ExperimentService(
        ExperimentJournal journal, ExperimentPreflight preflight, ExperimentRunner runner, ResultCache results, ClusterCatalogue clusters, RunService runs, AuditTrail audit, TimeProvider clock)
    {
        _journal = journal;
        _preflight = preflight;
        _runner = runner;
        _results = results;
        _clusters = clusters;
        _runs = runs;
        _audit = audit;
        _clock = clock;
    }

    /// <summary>What is in the way of an experiment, what should be known before it starts, and how long it will take.</summary>
    public async Task<ExperimentCheck> CheckAsync(ExperimentDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = await _preflight.CheckAsync(definition, cancellationToken);
        var warnings = await _preflight.WarnAsync(definition, cancellationToken);
        var past = new Dictionary<string, IReadOnlyList<RunHeader>>();
        foreach (var scenario in definition.Variants.Select(variant => variant.Scenario).OfType<string>().Distinct())
        {
            past[scenario] = await _runs.ListHeadersAsync(scenario, 50, cancellationToken);
        }

        return new(problems, warnings, TimeEstimate.Of(definition, variant => Took(variant, RunAction.Deploy), variant => Took(variant, RunAction.Teardown)));

        TimeSpan? Took(ExperimentVariant variant, RunAction action) => past[variant.Scenario!]
            .Where(run => run.Action == action && run.Status == RunStatus.Succeeded && run.Clusters.Values.All(variant.Clusters.Values.Contains))
            .Select(run => run.FinishedAt - run.StartedAt).FirstOrDefault();
    }

    /// <summary>Queues an experiment.</summary>
    /// <exception cref="ExperimentRefusedException">Something is in the way.</exception>
    public async Task<Experiment> StartAsync(ExperimentDefinition definition, string requestedBy, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        ArgumentNullException.ThrowIfNull(definition);
        var problems = await _preflight.CheckAsync(definition, cancellationToken);
        if (problems.Count > 0)
        {
            throw new ExperimentRefusedException(problems);
        }

        var now = _clock.GetUtcNow();
        var seeded = definition with { Seed = definition.Seed == 0 ? now.ToUnixTimeMilliseconds() : definition.Seed };
        var row = new ExperimentRow
        {
            Definition = JournalJson.Write(seeded),
            Status = ExperimentStatus.Queued,
            RequestedBy = requestedBy,
            CreatedAt = now,
            Simulated = seeded.Variants.Any(variant => _clusters.Find(variant.Cluster)?.IsSimulated == true),
        };
        var id = await _journal.CreateAsync(row, ExperimentPlan.Of(seeded), cancellationToken);
        await _audit.RecordAsync(AuditDeeds.ExperimentStarted, $"experiment {id}", seeded.Variants.Select(variant => variant.Cluster), null, cancellationToken);
        return (await _journal.GetAsync(id, cancellationToken))!;
    }

    /// <summary>The experiment, or null.</summary>
    public Task<Experiment?> GetAsync(long id, CancellationToken cancellationToken) => _journal.GetAsync(id, cancellationToken);

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<ExperimentHeader>> ListAsync(int take, CancellationToken cancellationToken) => _journal.ListAsync(Math.Clamp(take, 1, 1_000), cancellationToken);

    /// <summary>What was measured on the deployments that runs made for experiments, by run.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<TrialFigures>>> GetFiguresOfRunsAsync(IReadOnlyCollection<long> runs, CancellationToken cancellationToken)
    {
        var deployments = await _journal.OfRunsAsync(runs, cancellationToken);
        var trials = new Dictionary<long, Experiment?>();
        foreach (var id in deployments.Select(one => one.Experiment).Distinct())
        {
            trials[id] = await _journal.GetAsync(id, cancellationToken);
        }

        return deployments.ToDictionary(
            one => one.Run,
            one => (IReadOnlyList<TrialFigures>)[.. trials[one.Experiment]!.Trials.Where(trial => trial.Stage == one.Stage).Select(trial => trial.Figures).OfType<TrialFigures>()]);
    }

    /// <summary>The results of what was measured so far.</summary>
    public ExperimentResults GetResults(Experiment experiment) => _results.Of(experiment);

    /// <summary>How long the experiment will still take; null when it has ended.</summary>
    public TimeSpan? GetTimeLeft(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return experiment.Status is ExperimentStatus.Queued or ExperimentStatus.Running ? TimeEstimate.Left(experiment, _clock.GetUtcNow()) : null;
    }

    /// <summary>Asks an experiment to stop; what it has deployed is torn down. False when there is none or it has ended.</summary>
    public async Task<bool> CancelAsync(long id, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        var asked = await _journal.ChangeAsync(
            id,
            row =>
            {
                if (row.Status is not (ExperimentStatus.Queued or ExperimentStatus.Running))
                {
                    return false;
                }

                row.CancelRequested = true;
                if (row is { Status: ExperimentStatus.Queued, StartedAt: null })
                {
                    (row.Status, row.FinishedAt) = (ExperimentStatus.Cancelled, _clock.GetUtcNow());
                }

                return true;
            },
            cancellationToken);
        if (asked)
        {
            await _runner.CancelAsync(id);
            await _audit.RecordAsync(AuditDeeds.ExperimentCancelled, $"experiment {id}", null, null, cancellationToken);
        }

        return asked;
    }

    /// <summary>Queues a failed or cancelled experiment again. What was measured stays; a variant that was being measured is deployed afresh.</summary>
    /// <exception cref="ExperimentRefusedException">It cannot be resumed.</exception>
    public async Task<Experiment> ResumeAsync(long id, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        var experiment = await _journal.GetAsync(id, cancellationToken) ?? throw new ExperimentRefusedException([$"There is no experiment {id}."]);
        if (experiment.Imported is not null || experiment.Status is not (ExperimentStatus.Failed or ExperimentStatus.Cancelled))
        {
            throw new ExperimentRefusedException([experiment.Imported is not null
                ? $"Experiment {id} was imported from {experiment.Imported}; make a new one to measure again."
                : $"Experiment {id} is {experiment.Status}; only failed and cancelled ones can be resumed."]);
        }

        var trials = await _journal.TrialsAsync(id, cancellationToken);
        foreach (var stage in (await _journal.StagesAsync(id, cancellationToken)).Where(stage => stage.Status is not (StageStatus.Done or StageStatus.Pending)))
        {
            var measured = trials.Where(trial => trial.Stage == stage.Ordinal).All(trial => trial.Status == TrialStatus.Succeeded);
            (stage.TeardownRunId, stage.Attempt) = (null, stage.Attempt + 1);
            if (!measured)
            {
                (stage.Status, stage.DeployRunId, stage.StartedAt) = (StageStatus.Pending, null, null);
            }

            await _journal.SaveAsync(stage, cancellationToken);
        }

        await _journal.ChangeAsync(
            id,
            row =>
            {
                (row.Status, row.Error, row.FinishedAt, row.CancelRequested) = (ExperimentStatus.Queued, null, null, false);
                return true;
            },
            cancellationToken);
        await _audit.RecordAsync(AuditDeeds.ExperimentResumed, $"experiment {id}", experiment.Definition.Variants.Select(variant => variant.Cluster), null, cancellationToken);
        return (await _journal.GetAsync(id, cancellationToken))!;
    }

    /// <summary>Stores an experiment that was written out elsewhere.</summary>
    /// <exception cref="ExperimentRefusedException">The text is no experiment.</exception>
    public async Task<Experiment> ImportAsync(string text, string fileName, string requestedBy, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        var imported = ExperimentImport.Read(text, fileName);
        var (row, stages, trials) = imported.Rows(requestedBy, _clock.GetUtcNow());
        var id = await _journal.StoreAsync(row, stages, trials, cancellationToken);
        await _audit.RecordAsync(AuditDeeds.ExperimentImported, $"experiment {id}", null, $"from {fileName}", cancellationToken);
        return (await _journal.GetAsync(id, cancellationToken))!;
    }
}

/// <summary>What is known of an experiment before it starts.</summary>
/// <param name="Problems">What is in the way; empty when it can start.</param>
/// <param name="Warnings">What should be known.</param>
/// <param name="Takes">How long it will take.</param>
public sealed record ExperimentCheck(IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, TimeSpan Takes);
