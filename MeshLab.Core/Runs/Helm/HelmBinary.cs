using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Tools;
using MeshLab.Core.Runs.Workloads;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>Installs releases with the helm binary; <see cref="HelmDialect"/> knows what differs between its versions.</summary>
internal sealed class HelmBinary(ToolRunner tools, ToolLocator locator, ContentDirectories directories)
{
    public async Task InstallAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        var dialect = await DialectAsync(cancellationToken);
        await RecoverAsync(context, action, cancellationToken);
        using var values = await SecretFile.WriteAsync(directories, HelmValues.Single(action.Set).ToJsonString(), cancellationToken);
        List<string> arguments =
        [
            "upgrade", "--install", .. Common(context, action, action.Set.Count > 0 ? values.Path : null),
            "--create-namespace", dialect.Wait, "--timeout", $"{TimeoutSeconds(context.Remaining)}s", "--labels", Labels(context),
        ];
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = HelmWorkloads.WatchAsync(context, action, ended.Token);
        try
        {
            var result = await tools.RunAsync(context, "helm", arguments, quiet: false, cancellationToken);
            if (dialect.Conflicts(result.Error) is { Count: > 0 } conflicts)
            {
                result = await TakeOverAsync(context, action, dialect, arguments, conflicts, cancellationToken);
            }
            else if (WasKilled(result))
            {
                context.Log($"helm was killed (exit code {result.ExitCode}): by a person, or by the system because memory ran out. What it left is cleared, and it is started once more.");
                await RecoverAsync(context, action, cancellationToken);
                result = await tools.RunAsync(context, "helm", arguments, quiet: false, cancellationToken);
            }

            if (result.ExitCode != 0)
            {
                context.Suspects = await HelmWorkloads.FindAsync(context, action, cancellationToken);
                throw new StepFailedException($"helm upgrade --install {action.Release} ended with exit code {result.ExitCode}: {result.LastWords}");
            }
        }
        catch (OperationCanceledException) when (context.Remaining < HelmWorkloads.Look)
        {
            context.Suspects = await HelmWorkloads.SuspectsAsync(context, action);
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Rollouts.WaitAsync(context, await HelmWorkloads.FindAsync(context, action, cancellationToken), cancellationToken);
    }

    /// <summary>Renders the chart and plans its objects, which helm would apply.</summary>
    public async Task DryRunAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        using var values = await SecretFile.WriteAsync(directories, HelmValues.Single(action.Set).ToJsonString(), cancellationToken);
        var there = await HelmPlan.NamespaceAsync(context, action, cancellationToken);

        // Without the namespace the server cannot check what goes into it; then helm renders on its own.
        List<string> arguments = ["upgrade", "--install", .. Common(context, action, action.Set.Count > 0 ? values.Path : null), .. HelmDialect.DryRun(there)];
        var result = await tools.RunAsync(context, "helm", arguments, quiet: true, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new StepFailedException($"helm upgrade --install --dry-run {action.Release} ended with exit code {result.ExitCode}: {result.LastWords}");
        }

        var (objects, chart) = HelmPlan.Read(result.Output);
        await HelmPlan.WriteAsync(context, action, objects, chart, cancellationToken);
    }

    /// <summary>Uninstalls a release; one that is not there is no failure.</summary>
    public async Task UninstallAsync(StepContext context, string release, string @namespace, CancellationToken cancellationToken)
    {
        var dialect = await DialectAsync(cancellationToken);
        List<string> arguments = ["uninstall", release, "--namespace", @namespace, "--ignore-not-found", dialect.Wait, .. Connection(context)];
        var result = await tools.RunAsync(context, "helm", arguments, quiet: false, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new StepFailedException($"helm uninstall {release} ended with exit code {result.ExitCode}: {result.LastWords}");
        }
    }

    /// <summary>Helm is given a little less than the step has left, so that its own reason is seen before the step's time is over.</summary>
    internal static int TimeoutSeconds(TimeSpan remaining) => Math.Max(30, (int)remaining.TotalSeconds - 20);

    private static string Labels(StepContext context) => string.Join(',', HelmRelease.LabelsOf(context.Run.Scenario.Name).Select(label => $"{label.Key}={label.Value}"));

    private static List<string> Common(StepContext context, HelmAction action, string? singleValues)
    {
        var arguments = HelmArguments.Chart(context.Run.Scenario, action, singleValues);
        arguments.AddRange(Connection(context));
        return arguments;
    }

    private static List<string> Connection(StepContext context)
    {
        List<string> arguments = [];
        // A list of files goes into KUBECONFIG only; the option takes one.
        if (context.Cluster.KubeconfigPath is { } kubeconfig && !kubeconfig.Contains(Path.PathSeparator, StringComparison.Ordinal))
        {
            arguments.AddRange(["--kubeconfig", kubeconfig]);
        }

        if (context.Cluster.Context is { } name)
        {
            arguments.AddRange(["--kube-context", name]);
        }

        return arguments;
    }

    /// <summary>Processes that a signal ended have no exit code of their own: shells, and .NET, tell 128 and the signal's number.</summary>
    private static bool WasKilled(ToolOutcome result) => result.ExitCode is 128 + 9 or 128 + 15;

    /// <summary>Clears what an operation left that was cut off.</summary>
    private async Task RecoverAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        var (recovery, state, revision) = await HelmLeftovers.FindAsync(context.Client, action.Release, action.Namespace, cancellationToken);
        var left = $"The release {action.Namespace}/{action.Release} was left {state} by an operation that was cut off";
        switch (recovery)
        {
            case HelmRecovery.Uninstall:
                context.Log($"{left}; nothing of it was in use, so it is uninstalled and installed anew.");
                await UninstallAsync(context, action.Release, action.Namespace, cancellationToken);
                break;
            case HelmRecovery.GoBack:
                context.Log($"{left}; it goes back to the revision before ({revision!["metadata"]!["labels"]!["version"]} is dropped) and is upgraded again.");
                await HelmLeftovers.GoBackAsync(context.Client, revision, cancellationToken);
                break;
        }
    }

    /// <summary>
    /// Fields of the chart that somebody else changed: those that a controller fills in (the caBundle of a webhook) would stop every second deploy. An
    /// upgrade takes them over, as Helm 3 does without a word; a first install does not, because the object is somebody else's then.
    /// </summary>
    private async Task<ToolOutcome> TakeOverAsync(
        StepContext context, HelmAction action, HelmDialect dialect, IReadOnlyList<string> arguments, IReadOnlyList<string> conflicts, CancellationToken cancellationToken)
    {
        var fields = string.Join(Environment.NewLine, conflicts.Select(conflict => $"  {conflict}"));
        var deployed = await HelmRelease.AllAsync(context.Client, action.Release, action.Namespace, cancellationToken);
        if (deployed.All(one => one["metadata"]?["labels"]?["status"]?.GetValue<string>() is not ("deployed" or "superseded")))
        {
            throw new StepFailedException($"Helm 4 applies server-side, and somebody else owns fields that the chart sets:{Environment.NewLine}{fields}{Environment.NewLine}Remove these objects, or take their fields out of the chart's values.") { Retryable = false };
        }

        context.Log($"Somebody else has changed fields that the chart sets; the release is MeshLab's, so they are taken over ({string.Join(' ', dialect.TakeFields)}):{Environment.NewLine}{fields}");
        await RecoverAsync(context, action, cancellationToken);
        return await tools.RunAsync(context, "helm", [.. arguments, .. dialect.TakeFields], quiet: false, cancellationToken);
    }

    private async Task<HelmDialect> DialectAsync(CancellationToken cancellationToken)
    {
        // A helm that is missing or cannot be started is told of when it is run.
        var version = locator.Find("helm") is { } path ? await ToolRunner.VersionAsync(path, "helm", cancellationToken) : null;
        return new(version ?? new Version(3, 14, 0));
    }
}
