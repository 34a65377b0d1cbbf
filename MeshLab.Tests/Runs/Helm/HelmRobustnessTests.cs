using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Runs.Helm;

/// <summary>What goes wrong with helm, with the real one against the demo cluster named as an ordinary one, and with a stand-in for Helm 3.</summary>
public sealed class HelmRobustnessTests(RunHost host) : IClassFixture<RunHost>
{
    private string Tools => Directory.CreateDirectory(Path.Combine(host.Folder, "data", "tools")).FullName;

    [Theory]
    [InlineData("pending-upgrade", "goes back to the revision before (2 is dropped)")]
    [InlineData("pending-rollback", "goes back to the revision before (2 is dropped)")]
    [InlineData("pending-install", "it is uninstalled and installed anew")]
    [InlineData("uninstalling", "it is uninstalled and installed anew")]
    public async Task Release_LeftByAnOperationThatWasCutOff_IsRecovered(string state, string said)
    {
        var name = $"helm-{state}";
        await UseRealHelmAsync();
        await WriteAsync(name);
        await SucceedAsync(name);
        await SucceedAsync(name);
        await MarkAsync(name, state);

        var run = await RunAsync(name);

        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        var log = await host.LogAsync(run.Id);
        Assert.Contains($"The release {name}/local was left {state} by an operation that was cut off", log);
        Assert.Contains(said, log);
        Assert.Equal("hello", (await ConfigAsync(name))!["data"]!["greeting"]!.GetValue<string>());
    }

    [Fact]
    public async Task Upgrade_OverFieldsThatSomebodyChanged_TakesThemOverAndSaysSo()
    {
        await UseRealHelmAsync();
        await WriteAsync("helm-conflict");
        await SucceedAsync("helm-conflict");
        await ChangeAsync("helm-conflict");

        var run = await RunAsync("helm-conflict");

        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        var log = await host.LogAsync(run.Id);
        Assert.Contains(".data.greeting is owned by somebody", log);
        Assert.Contains("--force-conflicts", log);
        Assert.Equal("hello", (await ConfigAsync("helm-conflict"))!["data"]!["greeting"]!.GetValue<string>());
    }

    [Fact]
    public async Task Install_ThatDoesNotGetReady_IsExplainedByPodsAndEvents()
    {
        await UseRealHelmAsync();
        await WriteAsync("helm-stuck", more: TestManifests.Deployment("helm-stuck", "web", image: "fortio/fortio:does-not-exist"), timeout: "8s");

        var run = await RunAsync("helm-stuck");

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("Not done within 8 seconds. Last waited for: Deployment helm-stuck/web: 0 of 1 ready; pod web-", run.Steps[0].Error);
        Assert.Contains("ImagePull", run.Steps[0].Error);
        Assert.Contains("Warning Failed on Pod web-", run.Steps[0].Error);
    }

    [Fact]
    public async Task Helm_ThatIsKilled_IsStartedOnceMore()
    {
        var flag = Path.Combine(host.Folder, "killed-once");
        await UseStandInAsync("v3.18.4", $"if [ \"$1\" = upgrade ] && [ ! -e '{flag}' ]; then touch '{flag}'; kill -9 $$; fi");
        await WriteAsync("helm-killed");

        var run = await RunAsync("helm-killed");

        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        Assert.Contains("helm was killed (exit code 137)", await host.LogAsync(run.Id));
        Assert.Equal(2, (await CallsAsync()).Count(call => call.StartsWith("upgrade ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Helm3_IsGivenNothingThatOnlyHelm4Understands()
    {
        await UseStandInAsync("v3.18.4", "");
        await WriteAsync("helm-three");

        var deploy = await RunAsync("helm-three");
        var dry = await RunAsync("helm-three", RunAction.DryRun);

        Assert.True(deploy.Status == RunStatus.Succeeded, await host.LogAsync(deploy.Id));
        Assert.True(dry.Status == RunStatus.Succeeded, await host.LogAsync(dry.Id));
        var calls = await CallsAsync();
        var upgrade = calls.First(call => call.StartsWith("upgrade ", StringComparison.Ordinal));
        Assert.Matches("^upgrade --install local .+ --namespace helm-three .*--create-namespace --wait --timeout [0-9]+s --labels meshlab.dev/managed-by=meshlab,meshlab.dev/scenario=helm-three$", upgrade.Replace("meshlab.dev/scenario=helm-three,meshlab.dev/managed-by=meshlab", "meshlab.dev/managed-by=meshlab,meshlab.dev/scenario=helm-three", StringComparison.Ordinal));
        Assert.All(calls, call => Assert.DoesNotContain("--server-side", call, StringComparison.Ordinal));
        Assert.All(calls, call => Assert.DoesNotContain("--force-conflicts", call, StringComparison.Ordinal));
        Assert.All(calls, call => Assert.DoesNotContain("watcher", call, StringComparison.Ordinal));
    }

    private async Task<Run> SucceedAsync(string name)
    {
        var run = await RunAsync(name);
        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        return run;
    }

    private async Task<Run> RunAsync(string name, RunAction action = RunAction.Deploy) => await host.EndedAsync((await host.Runs.StartAsync(
        new RunRequest(name, action, new Dictionary<string, string> { ["main"] = "real" }, new Dictionary<string, string>(), "test"), CancellationToken.None)).Id);

    private Task<JsonObject?> ConfigAsync(string name) => host.Demo.GetAsync(new ObjectRef("v1", "ConfigMap", name, "local-config"), CancellationToken.None);

    private Task ChangeAsync(string name) => host.Demo.ApplyAsync(
        (JsonObject)JsonNode.Parse($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"local-config","namespace":"{{name}}"},"data":{"greeting":"changed"} }""")!,
        new ApplyOptions("somebody", Force: true), CancellationToken.None);

    private async Task MarkAsync(string name, string state)
    {
        var revisions = await host.Demo.ListAsync("v1", "Secret", name, "owner=helm,name=local", CancellationToken.None);
        var newest = revisions.MaxBy(one => int.Parse(one["metadata"]!["labels"]!["version"]!.GetValue<string>()))!;
        var mark = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Secret", ["metadata"] = new JsonObject { ["name"] = newest["metadata"]!["name"]!.GetValue<string>(), ["namespace"] = name, ["labels"] = new JsonObject { ["status"] = state } } };
        await host.Demo.ApplyAsync(mark, new ApplyOptions("somebody", Force: true), CancellationToken.None);
    }

    private Task WriteAsync(string name, string more = "", string timeout = "2m") => host.WriteScenarioAsync(name, $$"""
        - id: chart
          title: Chart
          helm: { release: local, chart: chart, namespace: {{name}} }
          timeout: {{timeout}}
        """, """
        tools:
          - { name: helm, version: ">=3.14" }
        """,
        ("chart/Chart.yaml", "apiVersion: v2\nname: local\nversion: 0.1.0\n"),
        ("chart/templates/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-config\ndata:\n  greeting: hello\n"),
        ("chart/templates/more.yaml", more.Length == 0 ? "# nothing\n" : more));

    private async Task UseRealHelmAsync()
    {
        var helm = TestTool.Require("helm");
        File.Delete(Path.Combine(Tools, "helm"));
        File.CreateSymbolicLink(Path.Combine(Tools, "helm"), helm);
        await NameClusterAsync();
    }

    /// <summary>A helm that tells a version, writes down its arguments, and succeeds unless the script says otherwise.</summary>
    private async Task UseStandInAsync(string version, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        var path = Path.Combine(Tools, "helm");
        File.Delete(path);
        File.Delete(Path.Combine(host.Folder, "helm-calls"));
        await File.WriteAllTextAsync(path, $"""
            #!/bin/sh
            if [ "$1" = version ]; then echo {version}+g0000000; exit 0; fi
            echo "$@" >> '{Path.Combine(host.Folder, "helm-calls")}'
            {script}
            for one in "$@"; do if [ "$one" = json ]; then echo '{"{"}"manifest":"","hooks":[]{"}"}'; fi; done
            exit 0
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await NameClusterAsync();
    }

    private Task<string[]> CallsAsync() => File.ReadAllLinesAsync(Path.Combine(host.Folder, "helm-calls"));

    private Task NameClusterAsync() => File.WriteAllTextAsync(Path.Combine(host.Folder, "none"), $$"""
        apiVersion: v1
        kind: Config
        clusters:
          - name: real
            cluster: { server: "{{host.Demo.Cluster.Server}}" }
        users:
          - name: real
            user: {}
        contexts:
          - name: real
            context: { cluster: real, user: real }
        """);
}
