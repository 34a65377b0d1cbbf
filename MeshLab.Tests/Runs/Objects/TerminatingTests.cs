using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Runs.Objects;

/// <summary>Objects that were asked to go and are held by a finalizer.</summary>
public sealed class TerminatingTests(RunHost host) : IClassFixture<RunHost>
{
    private const string Finalizer = "test.meshlab.dev/hold";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deploy_OntoAnObjectThatIsBeingDeleted_WaitsSaysForWhatAndMakesItAnew()
    {
        await ApplyAsync(Space("going-object"));
        await ApplyAsync(Config("going-object", Finalizer));
        var before = await GetAsync("going-object");
        await host.Demo.DeleteAsync(Reference("going-object"), DeletionPropagation.Background, Token);
        await WriteAsync("going-object");

        var run = await host.StartAsync("going-object", RunAction.Deploy);
        await host.UntilAsync(run.Id, one => one.Steps[1].WaitsFor == $"ConfigMap going-object/config is being deleted; finalizers {Finalizer}");
        Assert.Equal(Uid(before), Uid(await GetAsync("going-object")));
        await ApplyAsync(Config("going-object", null));

        Assert.True((await host.EndedAsync(run.Id)).Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        Assert.NotEqual(Uid(before), Uid(await GetAsync("going-object")));
        Assert.False((await host.Runs.GetInventoryAsync(run.Id, Token)).Single(item => item.Kind == "ConfigMap").Existed);
    }

    [Fact]
    public async Task Deploy_IntoANamespaceThatIsBeingDeleted_WaitsUntilItIsGone()
    {
        await ApplyAsync(Space("going-space"));
        await ApplyAsync(Config("going-space", Finalizer));
        await host.Demo.DeleteAsync(new ObjectRef("v1", "Namespace", null, "going-space"), DeletionPropagation.Background, Token);
        await WriteAsync("going-space");

        var run = await host.StartAsync("going-space", RunAction.Deploy);
        await host.UntilAsync(run.Id, one => one.Steps[0].WaitsFor?.StartsWith("Namespace going-space is being deleted", StringComparison.Ordinal) == true);
        await ApplyAsync(Config("going-space", null));

        Assert.True((await host.EndedAsync(run.Id)).Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
    }

    [Fact]
    public async Task Teardown_WaitsForFinalizersAndSaysWhich()
    {
        await WriteAsync("going-down");
        await host.RunAsync("going-down", RunAction.Deploy);
        await ApplyAsync(Config("going-down", Finalizer));

        var teardown = await host.StartAsync("going-down", RunAction.Teardown);
        await host.UntilAsync(teardown.Id, one => one.Steps.Any(step => step.WaitsFor == $"ConfigMap going-down/config is being deleted; finalizers {Finalizer}"));
        await ApplyAsync(Config("going-down", null));

        Assert.True((await host.EndedAsync(teardown.Id)).Status == RunStatus.Succeeded, await host.LogAsync(teardown.Id));
        Assert.Null(await GetAsync("going-down"));
    }

    private static ObjectRef Reference(string space) => new("v1", "ConfigMap", space, "config");

    private static JsonObject Space(string name) => new() { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };

    private static JsonObject Config(string space, string? finalizer) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "config", ["namespace"] = space, ["finalizers"] = finalizer is null ? new JsonArray() : new JsonArray(finalizer) },
    };

    private static string Uid(JsonObject? live) => live!["metadata"]!["uid"]!.GetValue<string>();

    private Task ApplyAsync(JsonObject resource) => host.Demo.ApplyAsync(resource, new ApplyOptions("somebody"), Token);

    private Task<JsonObject?> GetAsync(string space) => host.Demo.GetAsync(Reference(space), Token);

    private Task WriteAsync(string name) => host.WriteScenarioAsync(name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{name}} }
        - id: config
          title: Config
          apply: [config.yaml]
        """, "", ("config.yaml", TestManifests.ConfigMap(name, "config", "x")));
}
