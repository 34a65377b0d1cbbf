using System.Collections.Concurrent;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Tools;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>Renders the charts of a plan, by <c>helm template</c> or the demo cluster's profiles. Nothing on the cluster changes; charts that are not at hand are downloaded.</summary>
internal sealed class ChartRenderer(ToolLocator locator, ContentDirectories directories, TimeProvider clock)
{
    /// <summary>People wait for it; what takes longer is not known before the run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>How long a chart is taken for what it was: a form is checked again with each of its fields.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>Stands for values that only earlier steps will give: text that is also valid base64.</summary>
    private const string StandIn = "bWVzaGxhYg==";

    private readonly ConcurrentDictionary<string, (long At, IReadOnlyList<JsonObject> Objects)> _known = new(StringComparer.Ordinal);

    /// <summary>The charts in the order of their steps; never throws for what helm, a repository or a chart does.</summary>
    public async Task<IReadOnlyList<RenderedChart>> RenderAsync(Scenario scenario, IReadOnlyList<HelmAction> releases, ClusterStatus status, ClusterClient client, CancellationToken cancellationToken)
    {
        if (releases.Count == 0)
        {
            return [];
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = clock.CreateTimer(_ => limit.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        var dialect = client.Cluster.IsSimulated ? null : await DialectAsync(limit.Token);
        return await Task.WhenAll(releases.Select(async release =>
        {
            try
            {
                return await OneAsync(scenario, release, status, client, dialect, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return Unknown(release, $"helm did not render it within {Patience.TotalSeconds:0} s");
            }
            catch (Exception error) when (error is ClusterException or StepFailedException or ManifestException or ScenarioFileException or IOException or Win32Exception)
            {
                return Unknown(release, error.Message);
            }
        }));
    }

    private static RenderedChart Unknown(HelmAction release, string problem) => new(release, [], problem);

    private async Task<HelmDialect?> DialectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return locator.Find("helm") is { } path && await ToolRunner.VersionAsync(path, "helm", cancellationToken) is { } version ? new(version) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private async Task<RenderedChart> OneAsync(Scenario scenario, HelmAction release, ClusterStatus status, ClusterClient client, HelmDialect? dialect, CancellationToken cancellationToken)
    {
        if (new[] { release.Release, release.Chart, release.Version, release.Namespace, release.Repo }.Any(IsTemplate))
        {
            return Unknown(release, "which chart it is depends on earlier steps");
        }

        if (client.Cluster.IsSimulated)
        {
            return new(release, await SimulatedCharts.RenderAsync(client, scenario, release, cancellationToken), null);
        }

        if (dialect is null)
        {
            return Unknown(release, "helm was not found, or tells no version");
        }

        release = release with { Set = release.Set.ToDictionary(one => one.Key, one => IsTemplate(one.Value) ? StandIn : one.Value) };
        var key = Key(scenario, release, status.Version);
        if (!_known.TryGetValue(key, out var known) || clock.GetElapsedTime(known.At) > Kept)
        {
            known = (clock.GetTimestamp(), await TemplateAsync(scenario, release, status.Version, cancellationToken));
            _known[key] = known;
        }

        return new(release, await PlacedAsync(client, release, known.Objects, cancellationToken), null) { WaitVerbs = dialect.WaitVerbs };
    }

    private async Task<IReadOnlyList<JsonObject>> TemplateAsync(Scenario scenario, HelmAction release, string? serverVersion, CancellationToken cancellationToken)
    {
        using var values = await SecretFile.WriteAsync(directories, HelmValues.Single(release.Set).ToJsonString(), cancellationToken);
        List<string> arguments = ["template", .. HelmArguments.Chart(scenario, release, release.Set.Count > 0 ? values.Path : null), "--include-crds", "--skip-tests"];
        if (serverVersion is not null)
        {
            arguments.AddRange(["--kube-version", serverVersion]);
        }

        var result = await ToolRunner.ReadAsync(locator.Find("helm")!, arguments, scenario.Directory, cancellationToken);
        return result.ExitCode == 0
            ? [.. ManifestReader.Read(result.Output, "the rendered chart").Select(manifest => manifest.Resource)]
            : throw new StepFailedException(Reason(result));
    }

    /// <summary>What helm calls the error; advice on its own options comes after it.</summary>
    private static string Reason(ToolOutcome result) => result.Error.Split('\n').FirstOrDefault(line => line.StartsWith("Error: ", StringComparison.Ordinal)) is { } error
        ? error["Error: ".Length..]
        : result.LastWords;

    private static async Task<IReadOnlyList<JsonObject>> PlacedAsync(ClusterClient client, HelmAction release, IReadOnlyList<JsonObject> objects, CancellationToken cancellationToken)
    {
        var definitions = objects.Where(resource => resource["kind"]?.ToString() == "CustomResourceDefinition").ToList();
        var placed = new List<JsonObject>();
        foreach (var resource in objects)
        {
            var copy = (JsonObject)resource.DeepClone();
            var (apiVersion, kind) = (copy["apiVersion"]?.ToString() ?? "", copy["kind"]?.ToString() ?? "");
            var type = await client.FindTypeAsync(apiVersion, kind, cancellationToken);
            if ((type?.Namespaced ?? ObjectPlacer.ScopeOf(definitions, apiVersion, kind)) == true && copy["metadata"] is JsonObject metadata)
            {
                metadata["namespace"] ??= release.Namespace;
            }

            placed.Add(copy);
        }

        return placed;
    }

    private static bool IsTemplate(string? text) => text?.Contains("{{", StringComparison.Ordinal) == true;

    /// <summary>Values may be secret, so only a hash of them is kept.</summary>
    private static string Key(Scenario scenario, HelmAction release, string? serverVersion)
    {
        var files = release.Values.Select(file => ScenarioFiles.Resolve(scenario.Directory, file))
            .Concat(Directory.Exists(Path.Combine(scenario.Directory, release.Chart)) ? Directory.EnumerateFiles(Path.Combine(scenario.Directory, release.Chart), "*", SearchOption.AllDirectories) : []);
        var text = JsonSerializer.Serialize(new { scenario.Name, serverVersion, release, Files = files.Select(file => $"{file} {File.GetLastWriteTimeUtc(file).Ticks}") });
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
