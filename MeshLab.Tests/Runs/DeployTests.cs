using MeshLab.Core.Clusters;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs;

public sealed class DeployTests(RunHost host) : IClassFixture<RunHost>
{
    private const string Simple = """
        - id: space
          title: Namespace
          namespace: { name: NAME }
        - id: app
          title: App
          covers: [9.1/deploy-it]
          apply: [app.yaml]
          verify:
            - title: It is ready
              covers: [9.1/check-it]
              assert:
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: web, namespace: NAME }
                status: { readyReplicas: 1 }
        """;

    [Fact]
    public async Task Deploy_StepThatDoesNotApply_IsTold_AndOneWithoutItsToolMarksNothing()
    {
        const string Steps = """
            - id: space
              title: Namespace
              namespace: { name: deploy-whole }
            - id: other
              title: Other
              when: '{{ other }}'
              namespace: { name: deploy-other }
            """;
        const string More = """
            covers: [9.1/all-of-it]
            tools: [{ name: no-such-tool }]
            parameters:
              - { name: other, type: boolean, default: false }
            """;
        await host.WriteScenarioAsync("deploy-tool", Steps + "\n- id: tool\n  title: Tool\n  cli: { tool: no-such-tool, args: [] }\n", More);
        var without = await host.RunAsync("deploy-tool", RunAction.Deploy);
        Assert.Equal([StepStatus.Succeeded, StepStatus.Skipped, StepStatus.Skipped], without.Steps.Select(step => step.Status));
        Assert.Null(await EvidenceAsync());
        Assert.Contains("not marked, because tool was left out", await host.LogAsync(without.Id));

        await host.WriteScenarioAsync("deploy-whole", Steps, More);
        await host.RunAsync("deploy-whole", RunAction.Deploy);

        // A run ends before its marks are handed over: what was verified must not be lost when MeshLab ends between the two.
        await Eventually.TrueAsync(async () => await EvidenceAsync() is not null, "the task is marked");
        Assert.Contains("(1 of 2 steps applied to these parameters)", await EvidenceAsync());

        async Task<string?> EvidenceAsync() =>
            (await host.Services.GetRequiredService<MeshLab.Core.Roadmap.RoadmapService>().GetAsync(CancellationToken.None)).SelectMany(section => section.Tasks).Single(task => task.Id == "9.1/all-of-it").Evidence;
    }

    [Fact]
    public async Task Deploy_AppliesWaitsVerifiesAndTicksTheRoadmap()
    {
        await WriteSimpleAsync("deploy-simple");

        var run = await host.RunAsync("deploy-simple", RunAction.Deploy);

        Assert.True(run.Status == RunStatus.Succeeded, $"{run.Error}\n{await host.LogAsync(run.Id)}");
        Assert.All(run.Steps, step => Assert.Equal((StepStatus.Succeeded, 1), (step.Status, step.Attempts)));
        Assert.True(run.Simulated);
        var evidence = Assert.Single(run.Steps[1].Evidence);
        Assert.True(evidence.Held);
        Assert.Contains("deploy-simple/web", evidence.Found);
        Assert.Equal("Deployment deploy-simple/web", evidence.Object!.Name);
        Assert.Contains("\"readyReplicas\": ", evidence.Object.Json);
        var line = Assert.Single(await host.Services.GetRequiredService<RunService>().GetLogAsync(run.Id, evidence.LogLine!.Value - 1, 1, CancellationToken.None));
        Assert.Equal($"✓ {evidence.Title}: {evidence.Found}", line.Text);
        var log = await host.LogAsync(run.Id);
        Assert.Contains("Deployment deploy-simple/web created", log);
        Assert.Contains("Deployment deploy-simple/web is rolled out", log);
        var tasks = (await host.Services.GetRequiredService<RoadmapService>().GetAsync(CancellationToken.None)).SelectMany(section => section.Tasks).ToDictionary(task => task.Id);
        Assert.Equal((TaskCompletion.Done, run.Id, true), (tasks["9.1/deploy-it"].State, tasks["9.1/deploy-it"].RunId, tasks["9.1/deploy-it"].Simulated));
        Assert.Equal(TaskCompletion.Done, tasks["9.1/check-it"].State);
        Assert.Contains("readyReplicas", tasks["9.1/check-it"].Evidence);
    }

    [Fact]
    public async Task SecondDeploy_ChangesNothing()
    {
        await WriteSimpleAsync("deploy-twice");
        await host.RunAsync("deploy-twice", RunAction.Deploy);
        var before = await VersionAsync("deploy-twice");

        var second = await host.RunAsync("deploy-twice", RunAction.Deploy);

        Assert.Equal(RunStatus.Succeeded, second.Status);
        var log = await host.LogAsync(second.Id);
        Assert.Contains("Namespace deploy-twice unchanged", log);
        Assert.Contains("Deployment deploy-twice/web unchanged", log);
        Assert.Equal(before, await VersionAsync("deploy-twice"));
    }

    [Fact]
    public async Task Verify_ChecksWithTheOutputsOfTheDeploy_AndFindsWhatIsGone()
    {
        await host.WriteScenarioAsync("verify-again", """
            - id: space
              title: Namespace
              namespace: { name: verify-again }
            - id: token
              title: A token
              generate: { what: jsonWebToken, commonName: tokens.test, validity: 1h }
            - id: settings
              title: Settings
              apply:
                objects:
                  - { apiVersion: v1, kind: ConfigMap, metadata: { name: keys, namespace: verify-again }, data: { jwks: "{{ steps.token.outputs.jwks }}" } }
              verify:
                - title: The key is there
                  timeout: 1s
                  assert: { apiVersion: v1, kind: ConfigMap, metadata: { name: keys, namespace: verify-again }, data: { jwks: "{{ steps.token.outputs.jwks }}" } }
            """);
        await host.RunAsync("verify-again", RunAction.Deploy);

        var held = await host.RunAsync("verify-again", RunAction.Verify);
        await host.Demo.DeleteAsync(new ObjectRef("v1", "ConfigMap", "verify-again", "keys"), DeletionPropagation.Background, CancellationToken.None);
        var gone = await host.RunAsync("verify-again", RunAction.Verify);

        Assert.True(held.Status == RunStatus.Succeeded, await host.LogAsync(held.Id));
        Assert.Equal(["settings"], held.Steps.Select(step => step.Id));
        Assert.Equal(RunStatus.Failed, gone.Status);
        Assert.Null(await host.Demo.GetAsync(new ObjectRef("v1", "ConfigMap", "verify-again", "keys"), CancellationToken.None));
    }

    [Fact]
    public async Task Inventory_ListsWhatTheRunMadeInOrder()
    {
        await WriteSimpleAsync("deploy-inventory");

        var run = await host.RunAsync("deploy-inventory", RunAction.Deploy);

        var inventory = await host.Runs.GetInventoryAsync(run.Id, CancellationToken.None);
        Assert.Equal(
            [("Namespace", "deploy-inventory", false), ("Deployment", "web", false)],
            inventory.Select(item => (item.Kind, item.Name, item.Existed)));
        var occupied = await host.Runs.GetOccupiedClustersAsync(CancellationToken.None);
        Assert.Contains("deploy-inventory", Assert.Single(occupied, one => one.Cluster == "demo").Scenarios);
    }

    [Fact]
    public async Task DryRun_SaysWhatWouldChangeAndChangesNothing()
    {
        await WriteSimpleAsync("dry");

        var first = await host.RunAsync("dry", RunAction.DryRun);

        Assert.True(first.Status == RunStatus.Succeeded, await host.LogAsync(first.Id));
        var log = await host.LogAsync(first.Id);
        Assert.Contains("Namespace dry would be created", log);
        Assert.Contains("Deployment dry/web would be created", log);
        Assert.Null(await host.Demo.GetAsync(new ObjectRef("v1", "Namespace", null, "dry"), CancellationToken.None));
        Assert.Empty(await host.Runs.GetInventoryAsync(first.Id, CancellationToken.None));

        await host.RunAsync("dry", RunAction.Deploy);
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "scenarios", "dry", "app.yaml"), TestManifests.Deployment("dry", "web", replicas: 2));
        var second = await host.RunAsync("dry", RunAction.DryRun);

        log = await host.LogAsync(second.Id);
        Assert.Contains("Namespace dry would stay as it is", log);
        Assert.Contains("Deployment dry/web would be changed:", log);
        Assert.Contains("~ spec.replicas: 1 → 2", log);
    }

    [Fact]
    public async Task When_ThatDoesNotHold_SkipsTheStep()
    {
        await host.WriteScenarioAsync("deploy-when", """
            - id: space
              title: Namespace
              namespace: { name: deploy-when }
            - id: other
              title: Other
              when: '{{ way == "other" }}'
              namespace: { name: deploy-when-other }
            """, """
            parameters:
              - { name: way, type: string, default: this }
            """);

        var run = await host.RunAsync("deploy-when", RunAction.Deploy);

        Assert.Equal([StepStatus.Succeeded, StepStatus.Skipped], run.Steps.Select(step => step.Status));
        Assert.Null(await host.Demo.GetAsync(new ObjectRef("v1", "Namespace", null, "deploy-when-other"), CancellationToken.None));
    }

    [Fact]
    public async Task ParallelSteps_RunTogether()
    {
        await host.WriteScenarioAsync("deploy-parallel", """
            - id: space
              title: Namespace
              namespace: { name: deploy-parallel }
            - id: waits
              title: Waits for the other
              parallel: both
              wait: { for: exists, resource: configmap/signal, namespace: deploy-parallel }
              timeout: 30s
            - id: signals
              title: Signals
              parallel: both
              apply: [signal.yaml]
            """, "", ("signal.yaml", TestManifests.ConfigMap("deploy-parallel", "signal", "x")));

        var run = await host.RunAsync("deploy-parallel", RunAction.Deploy);

        // One after the other, the first would wait in vain.
        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
    }

    [Fact]
    public async Task Outputs_ReachLaterSteps_AndSecretsReachNoLogAndNoDatabase()
    {
        await host.WriteScenarioAsync("deploy-secrets", """
            - id: space
              title: Namespace
              namespace: { name: deploy-secrets }
            - id: made
              title: Secret on the cluster
              apply:
                objects:
                  - apiVersion: v1
                    kind: Secret
                    metadata: { name: source, namespace: deploy-secrets }
                    stringData: { password: "{{ password }}" }
            - id: read
              title: Read it back
              wait:
                for: exists
                resource: secret/source
                namespace: deploy-secrets
                outputs: { password: data.password, passwordBase64: data.password }
            - id: use
              title: Use it
              apply:
                objects:
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata: { name: copy, namespace: deploy-secrets }
                    data: { copy: "{{ steps.read.outputs.password }}", encoded: "{{ steps.read.outputs.passwordBase64 }}" }
              verify:
                - title: It came through
                  assert:
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: { name: copy, namespace: deploy-secrets }
                    data: { copy: "{{ password }}", encoded: aHVudGVyMi1jb3JyZWN0LWhvcnNl }
            """, """
            parameters:
              - { name: password, type: secret }
            """);
        const string Secret = "hunter2-correct-horse";

        var run = await host.RunAsync("deploy-secrets", RunAction.Deploy, new() { ["password"] = Secret });

        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        var copy = await host.Demo.GetAsync(new ObjectRef("v1", "ConfigMap", "deploy-secrets", "copy"), CancellationToken.None);
        Assert.Equal(Secret, copy!["data"]!["copy"]!.GetValue<string>());
        Assert.Equal("•••", run.Parameters["password"]);
        Assert.DoesNotContain(Secret, await host.LogAsync(run.Id));
        Assert.DoesNotContain(Secret, await host.DatabaseTextAsync());
        Assert.Contains("•••", run.Steps[3].Evidence[0].Found);
    }

    [Fact]
    public async Task GeneratedKeys_StayTheSameInASecondDeploy()
    {
        await host.WriteScenarioAsync("deploy-keys", """
            - id: anchor
              title: Anchor
              generate: { what: certificateAuthority, commonName: root.test, validity: 24h }
            - id: issuer
              title: Issuer
              generate: { what: certificate, commonName: issuer.test, issuer: anchor, intermediate: true, validity: 12h }
            - id: space
              title: Namespace
              namespace: { name: deploy-keys }
            - id: stored
              title: Stored
              apply:
                objects:
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata: { name: trust, namespace: deploy-keys }
                    data: { anchor: "{{ steps.anchor.outputs.certificate }}", issuer: "{{ steps.issuer.outputs.certificate }}" }
            """);

        var first = await host.RunAsync("deploy-keys", RunAction.Deploy);
        var second = await host.RunAsync("deploy-keys", RunAction.Deploy);

        Assert.True(first.Status == RunStatus.Succeeded, await host.LogAsync(first.Id));
        Assert.Contains("ConfigMap deploy-keys/trust unchanged", await host.LogAsync(second.Id));
        var dry = await host.RunAsync("deploy-keys", RunAction.DryRun);
        Assert.All(await host.Runs.GetPlanAsync(dry.Id, CancellationToken.None), item => Assert.Equal(PlanChange.Unchanged, item.Change));
        Assert.DoesNotContain("BEGIN EC PRIVATE KEY", await host.DatabaseTextAsync());
    }

    private Task WriteSimpleAsync(string name) => host.WriteScenarioAsync(name, Simple.Replace("NAME", name), "", ("app.yaml", TestManifests.Deployment(name, "web")));

    private async Task<string> VersionAsync(string @namespace) =>
        (await host.Demo.GetAsync(new ObjectRef("apps/v1", "Deployment", @namespace, "web"), CancellationToken.None))!["metadata"]!["resourceVersion"]!.GetValue<string>();
}
