using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>What controllers of one cluster share: its store, and writes that go the way of API requests.</summary>
internal sealed class ControllerContext(DemoCluster cluster, IClusterBehaviour behaviour)
{
    private static readonly WriteOptions Options = new("kube-controller-manager", DryRun: false, Force: true, Strict: false, Subresource: null);

    private readonly ObjectWriter _writer = new(cluster, behaviour);
    private readonly ObjectDeleter _deleter = new(cluster);

    public DemoCluster Cluster => cluster;

    public ObjectStore Store => cluster.Store;

    public EventRecorder Events { get; } = new(cluster);

    public DateTimeOffset Now => cluster.Clock.GetUtcNow();

    /// <summary>Creates an object with defaults and admission, as a request would. Throws <see cref="StatusError"/> when it is refused.</summary>
    public JsonObject Create(JsonObject resource)
    {
        var type = TypeOf(resource);
        return _writer.Create(type, resource.Namespace(), resource, Options);
    }

    /// <summary>The objects a chart would create on this cluster. Throws <see cref="ChartProfileException"/> for one without a profile.</summary>
    public IReadOnlyList<JsonObject> Render(ChartRequest request) => behaviour.RenderRelease(cluster, request);

    /// <summary>Applies an object server-side, taking over what others own. A dry run returns what it would become.</summary>
    public JsonObject Apply(JsonObject resource, string manager, bool dryRun = false)
    {
        var type = TypeOf(resource);
        return _writer.Apply(type, type.Namespaced ? resource.Namespace() : "", resource.Name(), (JsonObject)resource.DeepClone(), Options with { Manager = manager, DryRun = dryRun }).Resource;
    }

    /// <summary>Takes finalizers off an object; one whose deletion waited for the last of them goes.</summary>
    public void DropFinalizer(ObjectKey key, Predicate<string> isMeant)
    {
        Change(key, live =>
        {
            if (live.At("metadata", "finalizers") is JsonArray finalizers)
            {
                finalizers.RemoveAll(one => one is JsonValue value && value.TryGetValue<string>(out var name) && isMeant(name));
            }
        });
        _deleter.Reap(key);
    }

    /// <summary>Creates an object unless one of its name is there.</summary>
    public void Ensure(ObjectKey key, Func<JsonObject> make)
    {
        if (cluster.Store.Peek(key) is not null)
        {
            return;
        }

        try
        {
            Create(make());
        }
        catch (StatusError error) when (error.Reason == "AlreadyExists")
        {
            // Somebody was faster: it is there.
        }
    }

    /// <summary>Deletes an object and, in the background, what it owns. One that is gone already is no error.</summary>
    public void Delete(ObjectKey key)
    {
        if (cluster.Types.All.FirstOrDefault(one => one.Group == key.Group && one.Plural == key.Plural) is not { } type)
        {
            return;
        }

        try
        {
            _deleter.Delete(type, key.Namespace, key.Name, null, "Background", dryRun: false);
        }
        catch (StatusError error) when (error.Code == 404)
        {
            // Already gone: that is what was asked for.
        }
    }

    /// <summary>The same for another cluster of the network. Its store must not be asked while this one is locked.</summary>
    public ControllerContext For(DemoCluster other) => other == cluster ? this : new(other, behaviour);

    /// <summary>Puts a finalizer on an object that is not being deleted.</summary>
    public void Hold(ObjectKey key, string finalizer) => Change(key, live =>
    {
        var finalizers = live.Map("metadata").List("finalizers");
        if (!live.IsTerminating() && !finalizers.Any(one => one?.GetValue<string>() == finalizer))
        {
            finalizers.Add(finalizer);
        }
    });

    /// <summary>Changes an object in place, if it still exists; the generation stays.</summary>
    public JsonObject? Change(ObjectKey key, Action<JsonObject> change) => cluster.Store.Change(key, live =>
    {
        if (live is not null)
        {
            change(live);
        }

        return live;
    });

    /// <summary>Sets <c>spec.replicas</c>, counting the generation up.</summary>
    public void Scale(ObjectKey key, int replicas) => Change(key, live =>
    {
        if (live.Integer("spec", "replicas") != replicas)
        {
            live.Map("spec")["replicas"] = replicas;
            var metadata = live.Map("metadata");
            metadata["generation"] = (live.Integer("metadata", "generation") ?? 1) + 1;
        }
    });

    /// <summary>Where an object of a served kind is kept; null when the cluster does not serve the kind.</summary>
    public ObjectKey? KeyOf(JsonObject resource) =>
        cluster.Types.FindKind(resource.Text("apiVersion") ?? "", resource.Text("kind") ?? "") is { } type ? ObjectWriter.Key(type, resource.Namespace(), resource.Name()) : null;

    private ResourceDefinition TypeOf(JsonObject resource) =>
        cluster.Types.FindKind(resource.Text("apiVersion") ?? "", resource.Text("kind") ?? "")
        ?? throw new InvalidOperationException($"the cluster does not serve {resource.Text("kind")} ({resource.Text("apiVersion")})");
}
