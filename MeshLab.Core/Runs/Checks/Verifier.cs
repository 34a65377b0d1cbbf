using System.Text.RegularExpressions;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Checks;

/// <summary>Tries the checks of a step until they hold or their time is up, and keeps what they found.</summary>
internal sealed class Verifier(RunJournal journal)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>What a step keeps of its time to write down what its last check found.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

    /// <summary>Checks in order; throws at the first that does not hold.</summary>
    /// <returns>The checks with what they found.</returns>
    public async Task<IReadOnlyList<(Verification Check, StepEvidence Evidence)>> VerifyAsync(StepContext context, CancellationToken cancellationToken)
    {
        var held = new List<(Verification, StepEvidence)>();
        for (var ordinal = 0; ordinal < context.Step.Verify.Count; ordinal++)
        {
            var check = TemplateRenderer.RenderVerification(context.Step.Verify[ordinal], context.Run.Templates);
            var evidence = await TryAsync(context, check, cancellationToken);
            var line = context.Entry($"{(evidence.Held ? "✓" : "✗")} {evidence.Title}: {evidence.Found}");
            await journal.SetEvidenceAsync(context.Run.Id, context.Step.Id, ordinal, evidence, line, cancellationToken);
            if (!evidence.Held)
            {
                throw new StepFailedException($"{evidence.Title}: {evidence.Found}");
            }

            held.Add((check, evidence));
        }

        return held;
    }

    private static async Task<StepEvidence> TryAsync(StepContext context, Verification check, CancellationToken cancellationToken)
    {
        var target = check.Cluster is null ? context : context.On(check.Cluster);
        var started = context.Clock.GetTimestamp();
        var pause = FirstPause;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var time = TimeFor(context, check);
        using var timer = context.Clock.CreateTimer(_ => limit.Cancel(), null, time, Timeout.InfiniteTimeSpan);
        var last = new CheckResult(false, "nothing was found in time");
        while (true)
        {
            try
            {
                last = await CheckAsync(target, check, limit.Token);
                if (last.Held)
                {
                    await context.WaitsForAsync(null, cancellationToken);
                    return last.AsEvidence(check.Title, context.Run.Mask);
                }

                await context.WaitsForAsync($"{check.Title}: {last.Found}", cancellationToken);
                if (context.Clock.GetElapsedTime(started) + pause >= time)
                {
                    return await FailedAsync(last.Found);
                }

                await context.DelayAsync(pause, limit.Token);
                pause = pause * 1.5 > LongestPause ? LongestPause : pause * 1.5;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return await FailedAsync(target.Waiting ?? last.Found);
            }
            catch (RegexMatchTimeoutException error)
            {
                return await FailedAsync($"the pattern {error.Pattern} takes too long on this output");
            }
        }

        async Task<StepEvidence> FailedAsync(string found)
        {
            context.Suspects = target.Suspects;
            await context.WaitsForAsync(null, cancellationToken);
            return (last with { Held = false, Found = $"{found} (tried for {time.TotalSeconds:0} s)" }).AsEvidence(check.Title, context.Run.Mask);
        }
    }

    /// <summary>The check's own time, or what the step has left: a check that ends before its step can still say what it found.</summary>
    private static TimeSpan TimeFor(StepContext context, Verification check)
    {
        var left = context.Remaining - LastWord;
        return left < check.Timeout && left > TimeSpan.Zero ? left : check.Timeout;
    }

    private static async Task<CheckResult> CheckAsync(StepContext context, Verification check, CancellationToken cancellationToken)
    {
        try
        {
            if (check.Exec is not { } exec)
            {
                return await ResourceCheck.CheckAsync(context, check, cancellationToken);
            }

            var result = await PodCommand.RunAsync(context, exec, log: false, cancellationToken);
            return check.Expect is { } expect ? ExpectationCheck.Check(expect, result) : new(result.ExitCodes.All(code => code == 0), $"exit code {result.ExitCodes.Max()}") { Output = result.All.Trim() };
        }
        catch (ClusterException error)
        {
            // Pods restart and API servers pause; the check's own time decides how long that is waited for.
            return new(false, error.Message);
        }
    }
}
