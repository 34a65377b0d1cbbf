using System.Text;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Workloads;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Runs a command in a pod as often as asked.</summary>
internal static class PodCommand
{
    /// <summary>How many calls of a check are under way together. The calls of a step are its work and come one after the other.</summary>
    private const int Together = 4;

    private const int CheckAttempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs it; waits until the workload has a ready pod.</summary>
    /// <param name="context">The step.</param>
    /// <param name="action">What to run.</param>
    /// <param name="log">Whether the output goes to the log as it comes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<PodCommandResult> RunAsync(StepContext context, ExecAction action, bool log, CancellationToken cancellationToken)
    {
        var before = context.Waiting;
        var pod = await FindAsync(context, action, cancellationToken);
        if (log)
        {
            context.Log($"$ {string.Join(' ', action.Command)}   # in pod {action.Namespace}/{pod}{(action.Times > 1 ? $", {action.Times} times" : "")}");
        }

        var output = new StringBuilder();
        var error = new StringBuilder();
        var codes = new List<int>();
        foreach (var times in Enumerable.Range(1, Math.Max(1, action.Times)).Chunk(log ? 1 : Together))
        {
            if (action.Times > 1)
            {
                await context.WaitsForAsync($"call {times[0]} of {action.Times} in {action.Namespace}/{pod}", cancellationToken);
            }

            foreach (var result in await Task.WhenAll(times.Select(_ => CallAsync(context, action, pod, log ? 1 : CheckAttempts, cancellationToken))))
            {
                Append(output, result.StandardOutput);
                Append(error, result.StandardError);
                codes.Add(result.ExitCode);
                if (log)
                {
                    Show(context, LogStream.Output, result.StandardOutput);
                    Show(context, LogStream.Error, result.StandardError);
                }
            }
        }

        if (context.Waiting != before)
        {
            await context.WaitsForAsync(before, cancellationToken);
        }

        return new PodCommandResult(codes, output.ToString(), error.ToString());
    }

    /// <summary>One call. A check's call whose connection was lost is made again, so that of a hundred calls not all are lost with it; a step's call is its work, and whether that is done again the step decides.</summary>
    private static async Task<ExecResult> CallAsync(StepContext context, ExecAction action, string pod, int attempts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await context.Client.ExecAsync(action.Namespace, pod, action.Container, action.Command, null, cancellationToken);
            }
            catch (ClusterException error) when (error.Status is null && attempt < attempts)
            {
                await context.DelayAsync(Pause, cancellationToken);
            }
        }
    }

    private static async Task<string> FindAsync(StepContext context, ExecAction action, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await PodFinder.FindAsync(context.Client, action.In, action.Namespace, cancellationToken);
            }
            catch (StepFailedException error) when (error.Retryable)
            {
                await context.WaitsForAsync(error.Message, cancellationToken);
                await context.DelayAsync(Pause, cancellationToken);
            }
        }
    }

    private static void Append(StringBuilder all, string text)
    {
        all.Append(text);
        if (text.Length > 0 && text[^1] != '\n')
        {
            all.Append('\n');
        }
    }

    private static void Show(StepContext context, LogStream stream, string text)
    {
        if (text.Length > 0)
        {
            context.Log(stream, text);
        }
    }
}

/// <summary>What the calls of a command gave.</summary>
/// <param name="ExitCodes">One a call.</param>
/// <param name="Output">Standard output of all calls in order.</param>
/// <param name="Error">Standard error of all calls in order.</param>
internal sealed record PodCommandResult(IReadOnlyList<int> ExitCodes, string Output, string Error)
{
    /// <summary>Both streams: tools print results to either.</summary>
    public string All => Error.Length == 0 ? Output : Output + Error;

    /// <summary>The end of what it said, for an error message.</summary>
    public string LastWords => string.Join('\n', All.TrimEnd().Split('\n').TakeLast(5));
}
