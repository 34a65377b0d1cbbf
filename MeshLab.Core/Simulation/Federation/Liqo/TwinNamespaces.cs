using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>Keeps the NamespaceMaps of a consumer and the namespaces they name in providers.</summary>
internal sealed class TwinNamespaces(ControllerContext context)
{
    /// <summary>Maps a namespace to a provider and makes its twin there; false when the twin cannot be made.</summary>
    public bool Create(JsonObject virtualNode, string local, string remote)
    {
        var id = virtualNode.Text("spec", "clusterID") ?? "";
        if (LiqoInstallation.ById(context.Cluster, id) is not { } provider)
        {
            return false;
        }

        var key = new ObjectKey(LiqoNames.Offloading, "namespacemaps", virtualNode.Namespace(), id);
        context.Ensure(key, () => new JsonObject
        {
            ["apiVersion"] = $"{LiqoNames.Offloading}/{LiqoNames.Version}",
            ["kind"] = "NamespaceMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = id,
                ["namespace"] = key.Namespace,
                ["labels"] = new JsonObject { [LiqoNames.RemoteCluster] = id, [LiqoNames.Destination] = id, [LiqoNames.Replication] = "true" },
            },
            ["spec"] = new JsonObject { ["desiredMapping"] = new JsonObject() },
        });
        var owner = Owner(id);
        var other = context.For(provider);
        var space = new ObjectKey("", "namespaces", "", remote);
        other.Ensure(space, () => new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject
            {
                ["name"] = remote,
                ["labels"] = new JsonObject { [LiqoNames.RemoteCluster] = LiqoInstallation.Id(context.Cluster) },
                ["annotations"] = new JsonObject { [LiqoNames.ManagedBy] = owner, [LiqoNames.OriginalName] = local },
            },
        });
        var made = provider.Store.Peek(space) is { } twin && twin.Annotation(LiqoNames.ManagedBy) == owner && !twin.IsTerminating();
        context.Change(key, live =>
        {
            live.Map("spec").Map("desiredMapping")[local] = remote;
            live.Map("status").Map("currentMapping")[local] = new JsonObject { ["remoteNamespace"] = remote, ["phase"] = made ? "Accepted" : "CreationLoopBackOff" };
        });
        return made;
    }

    /// <summary>Ends the mapping of a namespace to a provider; true when its twin is gone.</summary>
    public bool Remove(string tenantNamespace, string id, string local)
    {
        var key = new ObjectKey(LiqoNames.Offloading, "namespacemaps", tenantNamespace, id);
        if (context.Store.Peek(key) is not { } map || map.At("status", "currentMapping", local) is not JsonObject mapping)
        {
            return true;
        }

        if (LiqoInstallation.ById(context.Cluster, id) is { } provider)
        {
            var space = new ObjectKey("", "namespaces", "", mapping.Text("remoteNamespace") ?? "");
            if (provider.Store.Peek(space) is { } twin && twin.Annotation(LiqoNames.ManagedBy) == Owner(id))
            {
                if (!twin.IsTerminating())
                {
                    context.For(provider).Delete(space);
                }

                if (provider.Store.Peek(space) is not null)
                {
                    return false;
                }
            }
        }

        var last = false;
        context.Change(key, live =>
        {
            live.Map("spec").Map("desiredMapping").Remove(local);
            live.Map("status").Map("currentMapping").Remove(local);
            last = live.Map("status").Map("currentMapping").Count == 0;
        });
        if (last)
        {
            context.Delete(key);
        }

        return true;
    }

    private string Owner(string id) => $"{LiqoInstallation.Id(context.Cluster)}/{id}";
}
