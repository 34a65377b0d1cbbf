using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Helm;
using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>Releases by the real helm, against the demo cluster named as an ordinary one by a kubeconfig.</summary>
public sealed class HelmBinaryTests(RunHost host) : IClassFixture<RunHost>
{
    [Fact]
    public async Task Release_IsInstalledKeptSecretAndUninstalled()
    {
        await UseRealHelmAsync();
        await host.WriteScenarioAsync("helm-real", """
            - id: chart
              title: Chart
              helm:
                release: local
                chart: chart
                namespace: helm-real
                values: [values.yaml]
                set: { secret: "{{ password }}" }
              timeout: 2m
            """, """
            tools:
              - { name: helm, version: ">=3.14" }
            parameters:
              - { name: password, type: secret }
            """,
            ("chart/Chart.yaml", "apiVersion: v2\nname: local\nversion: 0.1.0\n"),
            ("chart/templates/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-config\ndata:\n  greeting: {{ .Values.greeting | quote }}\n  secret: {{ .Values.secret | quote }}\n"),
            ("values.yaml", "greeting: hello\n"));

        var dry = await RunAsync(RunAction.DryRun);
        Assert.True(dry.Status == RunStatus.Succeeded, await host.LogAsync(dry.Id));
        Assert.Null(await host.Demo.GetAsync(new ObjectRef("v1", "Namespace", null, "helm-real"), CancellationToken.None));

        var deploy = await RunAsync(RunAction.Deploy);
        Assert.True(deploy.Status == RunStatus.Succeeded, await host.LogAsync(deploy.Id));
        Assert.False(deploy.Simulated);
        var config = await host.Demo.GetAsync(new ObjectRef("v1", "ConfigMap", "helm-real", "local-config"), CancellationToken.None);
        Assert.Equal(("hello", "hunter2-real"), (config!["data"]!["greeting"]!.GetValue<string>(), config["data"]!["secret"]!.GetValue<string>()));
        var log = await host.LogAsync(deploy.Id);
        Assert.Contains("$ helm upgrade --install local", log);
        Assert.DoesNotContain("hunter2-real", log);
        Assert.Empty(Directory.GetFiles(Path.Combine(host.Folder, "data", "tmp")));

        // An upgrade that was cut off outside of a crash of MeshLab is cleared as well, for the release carries MeshLab's labels.
        var newest = Assert.Single(await host.Demo.ListAsync("v1", "Secret", "helm-real", "owner=helm,name=local", CancellationToken.None));
        Assert.Equal("helm-real", newest["metadata"]!["labels"]!["meshlab.dev/scenario"]!.GetValue<string>());
        Assert.Equal("meshlab", newest["metadata"]!["labels"]!["meshlab.dev/managed-by"]!.GetValue<string>());
        var pending = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Secret", ["metadata"] = new JsonObject { ["name"] = newest["metadata"]!["name"]!.GetValue<string>(), ["namespace"] = "helm-real", ["labels"] = new JsonObject { ["status"] = "pending-upgrade" } } };
        await host.Demo.ApplyAsync(pending, new ApplyOptions("somebody", Force: true), CancellationToken.None);
        var again = await RunAsync(RunAction.Deploy);
        Assert.True(again.Status == RunStatus.Succeeded, await host.LogAsync(again.Id));
        Assert.Contains("was left pending-upgrade by an operation that was cut off", await host.LogAsync(again.Id));

        var teardown = await RunAsync(RunAction.Teardown);
        Assert.True(teardown.Status == RunStatus.Succeeded, await host.LogAsync(teardown.Id));
        Assert.Null(await host.Demo.GetAsync(new ObjectRef("v1", "Namespace", null, "helm-real"), CancellationToken.None));
    }

    [Fact]
    public async Task Preflight_NamesAToolThatIsMissing_AndHowToInstallIt()
    {
        await UseRealHelmAsync();
        await host.WriteScenarioAsync("helm-missing", """
            - id: space
              title: Namespace
              namespace: { name: helm-missing }
            """, """
            tools:
              - { name: helm, version: ">=99" }
              - { name: no-such-tool }
            """);

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => StartAsync("helm-missing", RunAction.Deploy));

        Assert.Contains(refused.Problems, problem => problem.Contains("helm >=99 is needed", StringComparison.Ordinal) && problem.Contains("https://helm.sh", StringComparison.Ordinal));
        Assert.Contains(refused.Problems, problem => problem.StartsWith("no-such-tool is needed and was not found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Preflight_NamesAToolThatCannotBeStarted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs modes of files");
        await UseRealHelmAsync();
        var broken = Path.Combine(host.Folder, "data", "tools", "broken-tool");
        await File.WriteAllBytesAsync(broken, [0x7f, (byte)'E', (byte)'L', (byte)'F', 9, 9, 9, 9]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await host.WriteScenarioAsync("helm-broken", """
            - id: space
              title: Namespace
              namespace: { name: helm-broken }
            """, """
            tools:
              - { name: broken-tool, version: ">=1" }
            """);

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => StartAsync("helm-broken", RunAction.Deploy));

        Assert.Contains($"{broken} cannot be started: ", Assert.Single(refused.Problems));
    }

    [Theory]
    [InlineData(300, 280)]
    [InlineData(40, 30)]
    [InlineData(0, 30)]
    public void Timeout_LeavesTimeForHelmsOwnReason(int remaining, int seconds) =>
        Assert.Equal(seconds, HelmBinary.TimeoutSeconds(TimeSpan.FromSeconds(remaining)));

    private async Task<Run> RunAsync(RunAction action) => await host.EndedAsync((await StartAsync("helm-real", action)).Id);

    private Task<Run> StartAsync(string scenario, RunAction action) => host.Runs.StartAsync(
        new RunRequest(scenario, action, new Dictionary<string, string> { ["main"] = "real" }, new Dictionary<string, string>(scenario == "helm-real" ? [new("password", "hunter2-real")] : []), "test"),
        CancellationToken.None);

    /// <summary>Puts helm where MeshLab looks for tools, and names the demo cluster once more as a cluster that is not simulated.</summary>
    private async Task UseRealHelmAsync()
    {
        var helm = TestTool.Require("helm");
        var tools = Directory.CreateDirectory(Path.Combine(host.Folder, "data", "tools")).FullName;
        if (!File.Exists(Path.Combine(tools, "helm")))
        {
            File.CreateSymbolicLink(Path.Combine(tools, "helm"), helm);
        }

        await File.WriteAllTextAsync(Path.Combine(host.Folder, "none"), $$"""
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
            current-context: real
            """);
    }
}
