using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using MeshLab.Tests.Roadmap;
using MeshLab.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs.Faults;

/// <summary>MeshLab with the scenarios of the lab and its clusters behind a proxy that misbehaves when it is told to: the demo clusters, or a real one.</summary>
internal sealed class FaultHost : IAsyncDisposable
{
    private static readonly string[] DemoClusters = ["demo", "demo-east", "demo-west"];

    private readonly string[] _clusters;
    private readonly KubectlProxy? _kubectl;

    private FaultHost(RunHost host, FaultProxy proxy, string[] clusters, KubectlProxy? kubectl = null) => (Host, Proxy, _clusters, _kubectl) = (host, proxy, clusters, kubectl);

    public RunHost Host { get; }

    public FaultProxy Proxy { get; }

    public static async Task<FaultHost> StartAsync(bool shipped, bool withPlugin = false)
    {
        var host = shipped
            ? new RunHost { Patience = TimeSpan.FromMinutes(8), Configure = options => (options.ScenariosDirectory, options.RoadmapDirectory) = (ScenarioFolder.Shipped, Repository.PathTo("docs", "roadmap")) }
            : new RunHost { Patience = TimeSpan.FromMinutes(3) };
        await host.InitializeAsync();
        var direct = host.Demo.Cluster.Server;
        var proxy = await FaultProxy.StartAsync(direct);

        // The demo clusters are what their own kubeconfig says; it is pointed at the proxy.
        var path = Path.Combine(host.Folder, "data", "demo-kubeconfig.yaml");
        var text = (await File.ReadAllTextAsync(path)).Replace(direct.GetLeftPart(UriPartial.Authority), proxy.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, withPlugin ? text.Replace("  user: {}", $"  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: {await PluginAsync(host.Folder)}\n      interactiveMode: Never", StringComparison.Ordinal) : text);
        var catalogue = host.Services.GetRequiredService<ClusterCatalogue>();
        catalogue.Refresh(force: true);
        Assert.Equal(proxy.Address.Port, catalogue.Find("demo")!.Server.Port);
        return new(host, proxy, DemoClusters);
    }

    /// <summary>With the cluster of a kubeconfig, which <c>kubectl proxy</c> logs in to; the test is skipped where there is no kubectl.</summary>
    public static async Task<FaultHost> StartOnAsync(TargetCluster cluster, string kubeconfig, bool withPlugin)
    {
        var kubectl = await KubectlProxy.StartAsync(kubeconfig, cluster.Context!);
        var host = new RunHost { ClusterName = "behind", Patience = TimeSpan.FromMinutes(4) };
        await host.InitializeAsync();
        var proxy = await FaultProxy.StartAsync(kubectl.Address, forwardCredentials: false);
        var user = withPlugin ? $$"""{ exec: { apiVersion: client.authentication.k8s.io/v1, command: {{await PluginAsync(host.Folder)}}, interactiveMode: Never } }""" : "{}";
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "none"), $$"""
            apiVersion: v1
            kind: Config
            clusters: [{ name: behind, cluster: { server: "{{proxy.Address}}" } }]
            users: [{ name: behind, user: {{user}} }]
            contexts: [{ name: behind, context: { cluster: behind, user: behind } }]
            current-context: behind
            """);
        host.Services.GetRequiredService<ClusterCatalogue>().Refresh(force: true);
        return new(host, proxy, ["behind"], kubectl);
    }

    public async Task<Run> RunAsync(string scenario, RunAction action)
    {
        var roles = Host.Services.GetRequiredService<ScenarioCatalogue>().Find(scenario)!.Clusters;
        var clusters = roles.Zip(roles.Count == 1 ? _clusters : DemoClusters.Except(roles.Count == 2 ? ["demo"] : [])).ToDictionary(pair => pair.First.Role, pair => pair.Second);
        var started = await Host.Runs.StartAsync(new RunRequest(scenario, action, clusters, new Dictionary<string, string>(), "test"), TestContext.Current.CancellationToken);
        return await Host.EndedAsync(started.Id);
    }

    /// <summary>Everything succeeded in spite of the fault, the fault did strike, and a dry run without it finds nothing left to do.</summary>
    public async Task HoldAsync(string scenario, Func<Fault> fault)
    {
        Proxy.Fault = fault();
        var run = await RunAsync(scenario, RunAction.Deploy);
        var struck = Proxy.Faults;
        Proxy.Fault = (_, forward) => forward();

        Assert.True(run.Status == RunStatus.Succeeded, $"{run.Error}\n{await Host.LogAsync(run.Id)}");
        Assert.True(struck > 0, "the fault struck no request");
        Assert.All(run.Steps.SelectMany(step => step.Evidence), evidence => Assert.True(evidence.Held, evidence.Found));
        var dry = await RunAsync(scenario, RunAction.DryRun);
        Assert.True(dry.Status == RunStatus.Succeeded, await Host.LogAsync(dry.Id));
        var transient = Host.Services.GetRequiredService<ScenarioCatalogue>().Find(scenario)!.Steps.Where(step => step.Transient).Select(step => step.Id).ToHashSet();
        var plan = (await Host.Runs.GetPlanAsync(dry.Id, TestContext.Current.CancellationToken)).Where(item => !transient.Contains(item.Step)).ToList();
        Assert.True(plan.All(item => item.Change == PlanChange.Unchanged), string.Join('\n', plan.Where(item => item.Change != PlanChange.Unchanged)));
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Host.DisposeAsync();
        _kubectl?.Dispose();
    }

    private static async Task<string> PluginAsync(string folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the credential plugin is a shell script");
        var path = Path.Combine(folder, "plugin.sh");
        await File.WriteAllTextAsync(path, "#!/bin/sh\necho '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"'$(date +%s%N)'\"}}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
