using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Tools;
using MeshLab.Core.Runs.Workloads;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>Installs releases with the helm binary; versions 3 and 4 understand the same arguments.</summary>
internal sealed class HelmBinary(ToolRunner tools, ContentDirectories directories)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    public async Task InstallAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        if (await HelmRelease.ClearPendingAsync(context.Client, action.Release, action.Namespace, cancellationToken) is { } state)
        {
            context.Log($"The release {action.Namespace}/{action.Release} was left {state} by an operation that was cut off; the mark is taken away and the release installed again.");
        }

        using var values = await SecretFile.WriteAsync(directories, HelmValues.Single(action.Set).ToJsonString(), cancellationToken);
        List<string> arguments = ["upgrade", "--install", .. Common(context, action, action.Set.Count > 0 ? values.Path : null), "--create-namespace", "--wait", "--timeout", $"{TimeoutSeconds(context.Remaining)}s", "--labels", Labels(context)];
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(context, action, ended.Token);
        try
        {
            var result = await tools.RunAsync(context, "helm", arguments, quiet: false, cancellationToken);
            if (result.ExitCode != 0)
            {
                context.Suspects = await WorkloadsAsync(context, action, cancellationToken);
                throw new StepFailedException($"helm upgrade --install {action.Release} ended with exit code {result.ExitCode}: {result.LastWords}");
            }
        }
        catch (OperationCanceledException) when (context.Remaining < Look)
        {
            context.Suspects = await SuspectsAsync(context, action);
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Rollouts.WaitAsync(context, await WorkloadsAsync(context, action, cancellationToken), cancellationToken);
    }

    public async Task DryRunAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        using var values = await SecretFile.WriteAsync(directories, HelmValues.Single(action.Set).ToJsonString(), cancellationToken);
        var there = await context.Client.GetAsync(new ObjectRef("v1", "Namespace", null, action.Namespace), cancellationToken) is not null;
        if (!there)
        {
            context.Log($"Namespace {action.Namespace} would be created");
            DryRunReport.Imagine(context, action.Namespace);
        }

        // Without the namespace the server cannot check what goes into it; then helm renders on its own.
        List<string> arguments = ["upgrade", "--install", .. Common(context, action, action.Set.Count > 0 ? values.Path : null), there ? "--dry-run=server" : "--dry-run=client"];
        var result = await tools.RunAsync(context, "helm", arguments, quiet: false, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new StepFailedException($"helm upgrade --install --dry-run {action.Release} ended with exit code {result.ExitCode}: {result.LastWords}");
        }
    }

    /// <summary>Uninstalls a release; one that is not there is no failure.</summary>
    public async Task UninstallAsync(StepContext context, string release, string @namespace, CancellationToken cancellationToken)
    {
        List<string> arguments = ["uninstall", release, "--namespace", @namespace, "--ignore-not-found", "--wait", .. Connection(context)];
        var result = await tools.RunAsync(context, "helm", arguments, quiet: false, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new StepFailedException($"helm uninstall {release} ended with exit code {result.ExitCode}: {result.LastWords}");
        }
    }

    /// <summary>Helm is given a little less than the step has left, so that its own reason is seen before the step's time is over.</summary>
    internal static int TimeoutSeconds(TimeSpan remaining) => Math.Max(30, (int)remaining.TotalSeconds - 20);

    private static string Labels(StepContext context) => string.Join(',', HelmRelease.LabelsOf(context.Run.Scenario.Name).Select(label => $"{label.Key}={label.Value}"));

    /// <summary>What a failure is explained with after the step's time is over.</summary>
    private static async Task<IReadOnlyList<ObjectRef>> SuspectsAsync(StepContext context, HelmAction action)
    {
        using var limit = new CancellationTokenSource(LongestLook, context.Clock);
        try
        {
            return await WorkloadsAsync(context, action, limit.Token);
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException)
        {
            context.Log($"What helm waited for could not be looked up: {error.Message}");
            return [];
        }
    }

    private static List<string> Common(StepContext context, HelmAction action, string? singleValues)
    {
        var chart = Directory.Exists(Path.Combine(context.Run.Scenario.Directory, action.Chart)) ? ScenarioFiles.Resolve(context.Run.Scenario.Directory, action.Chart) : action.Chart;
        List<string> arguments = [action.Release, chart, "--namespace", action.Namespace];
        if (action.Repo is not null)
        {
            arguments.AddRange(["--repo", action.Repo]);
        }

        if (action.Version is not null)
        {
            arguments.AddRange(["--version", action.Version]);
        }

        foreach (var file in action.Values)
        {
            arguments.AddRange(["--values", ScenarioFiles.Resolve(context.Run.Scenario.Directory, file)]);
        }

        if (singleValues is not null)
        {
            // Not --set: arguments are visible to every user of the machine, and these may be secret.
            arguments.AddRange(["--values", singleValues]);
        }

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

    /// <summary>Shows what helm's own wait waits for.</summary>
    private static async Task WatchAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        while (true)
        {
            await context.DelayAsync(Look, cancellationToken);
            try
            {
                foreach (var workload in await WorkloadsAsync(context, action, cancellationToken))
                {
                    if (await Rollouts.LookAsync(context, workload, cancellationToken) is { } text)
                    {
                        await context.WaitsForAsync(text, cancellationToken);
                        break;
                    }
                }
            }
            catch (Exception error) when (error is ClusterException or StepFailedException)
            {
                await context.WaitsForAsync($"release {action.Namespace}/{action.Release}: {error.Message}", cancellationToken);
            }
        }
    }

    private static async Task<IReadOnlyList<ObjectRef>> WorkloadsAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        var found = new List<ObjectRef>();
        foreach (var kind in new[] { "Deployment", "StatefulSet", "DaemonSet" })
        {
            var workloads = await context.Client.ListAsync("apps/v1", kind, action.Namespace, null, cancellationToken);
            found.AddRange(workloads
                .Where(one => one["metadata"]?["annotations"]?["meta.helm.sh/release-name"]?.GetValue<string>() == action.Release)
                .Select(one => new ObjectRef("apps/v1", kind, action.Namespace, one["metadata"]!["name"]!.GetValue<string>())));
        }

        return found;
    }
}
