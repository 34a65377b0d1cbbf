using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Execution;

/// <summary>The roadmap tasks that a success proves, with the evidence.</summary>
internal static class Proofs
{
    public static IReadOnlyList<VerifiedTasksRow> Of(StepContext context, IReadOnlyList<(Verification Check, StepEvidence Evidence)> checks)
    {
        if (context.Run.DryRun)
        {
            return [];
        }

        var rows = new List<VerifiedTasksRow>();

        // A run that only verifies proves nothing by a step without checks.
        if (context.Step.Covers.Count > 0 && (checks.Count > 0 || context.Run.Action == RunAction.Deploy))
        {
            var evidence = checks.Count == 0 ? $"{context.Step.Title}: done" : string.Join(Environment.NewLine, checks.Select(one => $"{one.Evidence.Title}: {one.Evidence.Found}"));
            rows.Add(Row(context, context.Step.Covers, evidence));
        }

        foreach (var (check, evidence) in checks)
        {
            var more = check.Covers.Except(context.Step.Covers).ToList();
            if (more.Count > 0)
            {
                rows.Add(Row(context, more, $"{evidence.Title}: {evidence.Found}"));
            }
        }

        return rows;
    }

    private static VerifiedTasksRow Row(StepContext context, IEnumerable<string> tasks, string evidence) => new()
    {
        RunId = context.Run.Id,
        TaskIds = RunJson.Write(tasks),
        Evidence = context.Run.Mask.Apply(evidence),
        Simulated = context.Simulated,
    };
}
