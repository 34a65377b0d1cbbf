using System.Text.Json.Nodes;
using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Tests.Runs.Readiness;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>A service account of a real cluster with shipped ClusterRoles bound to it, under names of the test's own, and a kubeconfig with its token.</summary>
internal sealed class BoundAccount : IAsyncDisposable
{
    private readonly TestNamespace _space;
    private readonly ClusterClient _admin;
    private readonly List<ObjectRef> _made = [];
    private readonly ClusterCatalogue _catalogue;

    private BoundAccount(ClusterClient admin, TestNamespace space, string kubeconfig)
    {
        (_admin, _space, Kubeconfig) = (admin, space, kubeconfig);
        var options = Options.Create(new MeshLabOptions { Kubeconfig = kubeconfig, DemoCluster = false });
        _catalogue = new ClusterCatalogue(options, new ContentDirectories(options), new ChangeFeed(NullLogger<ChangeFeed>.Instance), TimeProvider.System, NullLogger<ClusterCatalogue>.Instance);
    }

    /// <summary>The kubeconfig's file; its context is named <c>account</c>.</summary>
    public string Kubeconfig { get; }

    /// <summary>A client with the account's rights.</summary>
    public ClusterClient Client => _catalogue.Connect("account");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<BoundAccount> CreateAsync(ClusterClient admin, params string[] roles)
    {
        var space = await TestNamespace.CreateAsync(admin);
        await admin.ApplyAsync(Json.Object($$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"account","namespace":"{{{space.Name}}}"}}"""), new ApplyOptions(), Token);
        var request = Json.Object("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}""");
        var answer = await admin.SendRawAsync(HttpMethod.Post, $"/api/v1/namespaces/{space.Name}/serviceaccounts/account/token", request, Token);
        var account = new BoundAccount(admin, space, await WriteKubeconfigAsync(admin, answer!["status"]!["token"]!.GetValue<string>()));
        foreach (var role in roles)
        {
            await account.BindAsync(role);
        }

        return account;
    }

    /// <summary>What MeshLab sees of the cluster with the account's rights.</summary>
    public Task<ClusterStatus> ProbeAsync() => _catalogue.ProbeAsync("account", Token);

    public async ValueTask DisposeAsync()
    {
        _catalogue.Dispose();
        foreach (var one in _made)
        {
            await _admin.DeleteAsync(one, DeletionPropagation.Background, CancellationToken.None);
        }

        await _space.DisposeAsync();
        File.Delete(Kubeconfig);
    }

    private async Task BindAsync(string role)
    {
        var name = $"{_space.Name}-{role}";
        var manifest = ShippedRoles.Manifest(role);
        manifest["metadata"]!["name"] = name;
        _made.AddRange([ObjectRef.Of(manifest), new("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", null, name)]);
        await _admin.ApplyAsync(manifest, new ApplyOptions(), Token);
        await _admin.ApplyAsync(
            Json.Object($$$"""
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"{{{name}}}"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{{name}}}"},
                 "subjects":[{"kind":"ServiceAccount","name":"account","namespace":"{{{_space.Name}}}"}]}
                """),
            new ApplyOptions(),
            Token);
    }

    /// <summary>The admin's kubeconfig with the account's token in place of the credentials.</summary>
    private static async Task<string> WriteKubeconfigAsync(ClusterClient admin, string token)
    {
        var path = admin.Cluster.KubeconfigPath!;
        var root = (JsonObject)YamlDocumentReader.Read(await File.ReadAllTextAsync(path, Token), path).Single().Root!;
        var context = root["contexts"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == admin.Cluster.Context)!["context"]!;
        var cluster = root["clusters"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == context["cluster"]!.GetValue<string>())!;
        var text = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["clusters"] = new JsonArray(cluster.DeepClone()),
            ["users"] = new JsonArray(new JsonObject { ["name"] = "account", ["user"] = new JsonObject { ["token"] = token } }),
            ["contexts"] = new JsonArray(new JsonObject { ["name"] = "account", ["context"] = new JsonObject { ["cluster"] = cluster["name"]!.GetValue<string>(), ["user"] = "account" } }),
            ["current-context"] = "account",
        };
        var file = Path.Combine(Path.GetTempPath(), $"meshlab-account-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, text.ToJsonString(), Token);
        return file;
    }
}
