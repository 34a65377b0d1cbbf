using MeshLab.Core.Audit;
using MeshLab.Core.Changes;

namespace MeshLab.Core.Roadmap;

/// <summary>Reads a roadmap with its states, sets and undoes states, and exports it back to Markdown.</summary>
public sealed class RoadmapService
{
    /// <summary>The longest note, in characters.</summary>
    public const int MaxNoteLength = 20_000;

    private readonly RoadmapCatalogue _catalogue;
    private readonly RoadmapStore _store;
    private readonly ChangeFeed _changes;

    internal RoadmapService(RoadmapCatalogue catalogue, RoadmapStore store, ChangeFeed changes)
    {
        _catalogue = catalogue;
        _store = store;
        _changes = changes;
    }

    /// <summary>What a person should know about the roadmap's files; empty when all is well.</summary>
    public IReadOnlyList<RoadmapProblem> Problems => _catalogue.Problems;

    /// <summary>The sections of the shipped roadmap with their tasks and states.</summary>
    public Task<IReadOnlyList<RoadmapSection>> GetAsync(CancellationToken cancellationToken) => GetAsync(RoadmapImports.Shipped, cancellationToken);

    /// <summary>The sections of a roadmap with their tasks and states; empty when there is no such roadmap.</summary>
    public async Task<IReadOnlyList<RoadmapSection>> GetAsync(string roadmap, CancellationToken cancellationToken)
    {
        var snapshot = _catalogue.Current;
        var states = await _store.LatestAsync(cancellationToken);
        return [.. snapshot.SectionsOf(RoadmapCatalogue.KeyOf(roadmap)).Select(section => StateReader.Read(section, states))];
    }

    /// <summary>Ticks a task or opens it again, by hand. Of a parent, all its leaves are set as one change.</summary>
    /// <param name="reference">The task; see <see cref="RoadmapCatalogue"/>.</param>
    /// <param name="done">True ticks, false opens.</param>
    /// <param name="note">A note to set on the task itself; empty removes it, null keeps the one it has.</param>
    /// <param name="who">Who does it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What was done, or null when no single task fits the reference.</returns>
    /// <exception cref="ArgumentException">The note is longer than <see cref="MaxNoteLength"/>.</exception>
    public Task<RoadmapUpdate?> SetAsync(string reference, bool done, string? note, string who, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        return ChangeAsync(reference, done, note, who, cancellationToken);
    }

    /// <summary>Sets a task's note and leaves its state alone; an empty note removes it.</summary>
    /// <returns>What was done, or null when no single task fits the reference.</returns>
    /// <exception cref="ArgumentException">The note is longer than <see cref="MaxNoteLength"/>.</exception>
    public Task<RoadmapUpdate?> SetNoteAsync(string reference, string note, string who, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        ArgumentNullException.ThrowIfNull(note);
        return ChangeAsync(reference, null, note, who, cancellationToken);
    }

    /// <summary>
    /// Marks tasks done on the evidence of a run, as one change. Takes references (see <see cref="RoadmapCatalogue"/>); of a parent, all leaves are marked.
    /// Notes stay. A task that a run on a real cluster has verified keeps that: a simulated cluster proves less. Marking the same tasks for the same run and evidence again changes nothing, so that a resumed run may repeat it.
    /// </summary>
    /// <returns>The references that fit no single task.</returns>
    public async Task<IReadOnlyList<string>> MarkVerifiedAsync(IReadOnlyList<string> taskIds, long runId, string evidence, bool simulated, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskIds);
        var snapshot = _catalogue.Current;
        var unknown = taskIds.Where(reference => snapshot.Match(reference).Count != 1).ToList();
        var leaves = taskIds.Select(snapshot.Match).Where(found => found.Count == 1).SelectMany(found => found[0].Leaves()).DistinctBy(leaf => leaf.Id).ToList();
        var who = $"run {runId}";
        var batch = new RoadmapBatchRow { Kind = RoadmapChangeKind.Verified, Who = who, Summary = $"Run {runId} verified {Describe(leaves)}" };
        await AppendAsync(batch, leaves, (leaf, row, now) =>
        {
            if (simulated && row is { RunId: not null, Simulated: false } && StateReader.IsDone(leaf, row))
            {
                return null;
            }

            var verified = row with { Done = true, RunId = runId, Evidence = evidence, Simulated = simulated, Who = who, At = now, FileTicked = leaf.Ticked };
            return verified with { At = row.At, FileTicked = row.FileTicked } == row && StateReader.IsStored(leaf, row) ? null : verified;
        }, cancellationToken);
        return unknown;
    }

    /// <summary>The history of one task, the newest change first; of a task that the roadmap no longer has too. Empty when nothing was ever set.</summary>
    public async Task<IReadOnlyList<RoadmapHistoryEntry>> GetHistoryAsync(string reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var rows = await _store.HistoryAsync(_catalogue.Resolve(reference) ?? reference, cancellationToken);
        return [.. rows.Select(pair => new RoadmapHistoryEntry(
            pair.State.TaskId, pair.Batch.Kind, pair.Batch.Summary, pair.Batch.Who, pair.Batch.At, Completion(pair.State), pair.State.RunId, pair.State.Simulated, pair.State.Evidence, pair.State.Note))];
    }

    /// <summary>The change that <see cref="UndoAsync"/> would take back now, or null.</summary>
    public Task<RoadmapChange?> GetLastChangeAsync(CancellationToken cancellationToken) => GetLastChangeAsync(null, cancellationToken);

    /// <summary>The last change of a roadmap's tasks that can be taken back, or null; of all roadmaps when none is named.</summary>
    public async Task<RoadmapChange?> GetLastChangeAsync(string? roadmap, CancellationToken cancellationToken) =>
        await _store.LastChangeAsync(roadmap is null ? null : RoadmapCatalogue.KeyOf(roadmap), cancellationToken) is var (batch, states) ? ToChange(batch, states.ConvertAll(row => row.TaskId)) : null;

    /// <summary>
    /// Takes back a change as a whole: the one numbered <paramref name="changeId"/>, or the last. Called again, it takes back the one before. What was changed
    /// on a task after that change stays. History keeps both the change and its undoing.
    /// </summary>
    /// <returns>The change that was taken back, or null when there is none.</returns>
    public async Task<RoadmapChange?> UndoAsync(long? changeId, string who, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        if (await _store.UndoAsync(changeId, who, cancellationToken) is not var (batch, taskIds))
        {
            return null;
        }

        _changes.Publish(new RoadmapChanged(taskIds));
        return ToChange(batch, taskIds);
    }

    /// <summary>States of tasks that the roadmap no longer has, in order of id.</summary>
    public Task<IReadOnlyList<OrphanedState>> GetOrphansAsync(CancellationToken cancellationToken) => GetOrphansAsync(RoadmapImports.Shipped, cancellationToken);

    /// <summary>States of tasks that a roadmap no longer has, in order of id.</summary>
    public async Task<IReadOnlyList<OrphanedState>> GetOrphansAsync(string roadmap, CancellationToken cancellationToken)
    {
        var key = RoadmapCatalogue.KeyOf(roadmap);
        var snapshot = _catalogue.Current;
        var states = await _store.LatestAsync(cancellationToken);
        return [.. states.Values
            .Where(row => snapshot.Find(row.TaskId) is null && (key.Length == 0 ? !row.TaskId.Contains(':', StringComparison.Ordinal) : row.TaskId.StartsWith(key + ":", StringComparison.Ordinal)) && (row.Done is not null || row.Note is not null))
            .OrderBy(row => row.TaskId, StringComparer.Ordinal)
            .Select(row => new OrphanedState(row.TaskId, Completion(row), row.Who, row.At, row.RunId, row.Note))];
    }

    /// <summary>The shipped roadmap's files with the boxes set to the states, otherwise byte for byte the same, in order of name.</summary>
    public Task<IReadOnlyList<ExportedFile>> ExportAsync(CancellationToken cancellationToken) => ExportAsync(RoadmapImports.Shipped, cancellationToken);

    /// <summary>A roadmap's files with the boxes set to the states; none when there is no such roadmap.</summary>
    public async Task<IReadOnlyList<ExportedFile>> ExportAsync(string roadmap, CancellationToken cancellationToken)
    {
        var snapshot = _catalogue.Current;
        var states = await _store.LatestAsync(cancellationToken);
        return [.. snapshot.Files.Where(file => file.Roadmap == RoadmapCatalogue.KeyOf(roadmap)).Select(file => RoadmapExport.Write(file, states))];
    }

    private async Task<RoadmapUpdate?> ChangeAsync(string reference, bool? done, string? note, string who, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (note?.Length > MaxNoteLength)
        {
            throw new ArgumentException($"The note has {note.Length} characters; at most {MaxNoteLength} are kept. Put longer text into a document and link it.", nameof(note));
        }

        if (_catalogue.Current.Match(reference) is not [var task])
        {
            return null;
        }

        var leaves = done is null ? [] : task.Leaves().ToList();
        var kind = done switch { true => RoadmapChangeKind.Ticked, false => RoadmapChangeKind.Reopened, null => RoadmapChangeKind.Noted };
        var batch = new RoadmapBatchRow { Kind = kind, Who = who, Summary = kind == RoadmapChangeKind.Noted ? $"Noted on {task.Title}" : $"{kind} {Describe(leaves)}" };
        return await AppendAsync(batch, [.. leaves.Append(task).DistinctBy(each => each.Id)], (each, row, now) =>
        {
            var changed = row;
            if (each == task && note is not null)
            {
                changed = changed with { Note = note.Trim() is { Length: > 0 } text ? text : null };
            }

            // Ticking what is done already must not take a verification away.
            if (done is not null && each.IsLeaf && StateReader.IsDone(each, row) != done)
            {
                changed = changed with { Done = done, RunId = null, Evidence = null, Simulated = false, Who = who, At = now, FileTicked = each.Ticked };
            }

            return changed == row ? null : changed;
        }, cancellationToken) is var (id, changedIds) ? new RoadmapUpdate(task.Id, id, changedIds) : null;
    }

    private async Task<(long? Batch, IReadOnlyList<string> TaskIds)> AppendAsync(
        RoadmapBatchRow batch,
        List<ParsedTask> tasks,
        Func<ParsedTask, RoadmapStateRow, DateTimeOffset, RoadmapStateRow?> change,
        CancellationToken cancellationToken)
    {
        List<string> changed = [];
        var stored = await _store.AppendAsync(batch, tasks.ConvertAll(task => task.Id), (latest, now) =>
        {
            var rows = tasks.Select(task => change(task, latest.GetValueOrDefault(task.Id) ?? new RoadmapStateRow { TaskId = task.Id }, now)).OfType<RoadmapStateRow>().ToList();
            changed = rows.ConvertAll(row => row.TaskId);
            return rows;
        }, cancellationToken);
        if (stored is not null)
        {
            _changes.Publish(new RoadmapChanged(changed));
        }

        return (stored?.Id, changed);
    }

    private static string Describe(List<ParsedTask> tasks) => tasks is [var one] ? one.Title : $"{tasks.Count} tasks";

    private static TaskCompletion? Completion(RoadmapStateRow row) => row.Done switch { true => TaskCompletion.Done, false => TaskCompletion.Open, null => null };

    private static RoadmapChange ToChange(RoadmapBatchRow batch, IReadOnlyList<string> taskIds) => new(batch.Id, batch.Kind, batch.Summary, batch.Who, batch.At, taskIds);
}
