using System.Globalization;

namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary><c>fortio load</c>: its text goes to standard error, the JSON result to standard output when asked for with <c>-json -</c>.</summary>
internal static class FortioLoad
{
    public static async Task<CommandResult> RunAsync(CommandContext context, FortioOptions options)
    {
        var what = options.Calls > 0 ? $"for {options.Calls} calls" : options.Duration > TimeSpan.Zero ? $"for {GoDuration.Format(options.Duration)}" : "until interrupted";
        await context.Error($"Fortio {Fortio.Version} running at {GoNumber.G(Math.Max(0, options.Qps))} queries per second, 2->2 procs, {what}: {options.Url}\n");
        await context.Error($"(simulated) a demo cluster's time passes {LoadRun.Compression:0} times as fast as the clock while load runs\n");
        var run = new LoadRun(context, options);
        if (options.Calls == 0 && run.WarmUp() is { } failed && !options.AllowInitialErrors)
        {
            await context.Error($"Aborting because of error {failed.Code} for {options.Url} ({failed.Body.Length} bytes)\n");
            return new CommandResult(1);
        }

        var warnings = run.Prepare();
        if (!options.Quiet)
        {
            foreach (var warning in warnings)
            {
                await context.Error($"{{\"level\":\"warn\",\"msg\":\"{warning}\"}}\n");
            }

            await context.Error(Beginning(options, run));
        }

        var started = context.Clock.GetUtcNow();
        await run.RunAsync();
        await context.Error(FortioReport.Text(context, options, run));
        await context.Error(string.Create(CultureInfo.InvariantCulture,
            $"All done {run.Durations.Count} calls (plus {(options.Calls > 0 ? 0 : options.Connections)} warmup) {1000 * run.Durations.Average:F3} ms avg, {FortioReport.Rate(run):F1} qps\n"));
        if (options.Json is { } file)
        {
            var json = FortioJson.Write(context, options, run, started);
            if (file == "-")
            {
                await context.Output(json);
            }

            await context.Error($"Successfully wrote {json.Length} bytes of Json data to {(file == "-" ? "stdout" : file)}\n");
        }

        return new CommandResult(0);
    }

    private static string Beginning(FortioOptions options, LoadRun run)
    {
        var start = options.Qps > 0 ? $"Starting at {GoNumber.G(options.Qps)} qps" : "Starting at max qps";
        var who = $"with {run.Threads} thread(s) [gomax 2]";
        return (options.Qps > 0, options.Calls > 0, options.Duration > TimeSpan.Zero) switch
        {
            (true, true, _) => $"{start} {who} : exactly {options.Calls}, {run.CallsEach} calls each (total {run.CallsEach * run.Threads} + {run.LeftOver})\n",
            (true, false, true) => $"{start} {who} for {GoDuration.Format(options.Duration)} : {run.CallsEach} calls each (total {run.CallsEach * run.Threads})\n",
            (false, true, _) => $"{start} {who} for exactly {options.Calls} calls ({run.CallsEach} per thread + {run.LeftOver})\n",
            (false, false, true) => $"{start} {who} for {GoDuration.Format(options.Duration)}\n",
            _ => $"{start} {who} until interrupted\n",
        };
    }
}
