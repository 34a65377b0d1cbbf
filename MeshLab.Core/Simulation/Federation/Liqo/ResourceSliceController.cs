using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>
/// Takes a consumer's ResourceSlice to its provider, which accepts what is asked for while the tenant is active, and makes a VirtualNode of the
/// answer. It stands for Liqo's CRD replicator and the slice controllers of both clusters.
/// </summary>
internal sealed class ResourceSliceController(ControllerContext context) : IController
{
    private const string Plural = "resourceslices";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);
    private static readonly (string Name, string Amount)[] Defaults = [("cpu", "4"), ("memory", "8Gi"), ("pods", "110"), ("ephemeral-storage", "20Gi")];

    public string Name => "liqo-resourceslice-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        (LiqoNames.Authentication, Plural) when !deleted => [key],
        ("", "secrets") when resource.Label(LiqoNames.IdentityType) is not null => Slices(key.Namespace),
        ("apps", "deployments") when key.Name == LiqoInstallation.ControllerManager => Slices(null),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } slice || slice.Label(LiqoNames.Replication) != "true" || !LiqoInstallation.Is(context.Cluster))
        {
            return null;
        }

        var providerId = slice.Text("spec", "providerClusterID") ?? slice.Label(LiqoNames.RemoteCluster) ?? "";
        var (peer, problem) = LiqoPeer.Find(context.Cluster, key.Namespace, providerId);
        if (slice.IsTerminating())
        {
            return End(key, peer);
        }

        if (peer is null)
        {
            context.Events.Warning(slice, "PeeringNotReady", problem!, Name);
            return Soon;
        }

        context.Hold(key, LiqoNames.SliceFinalizer);
        context.Change(key, live =>
        {
            var spec = live.Map("spec");
            spec["consumerClusterID"] ??= LiqoInstallation.Id(context.Cluster);
            spec["providerClusterID"] ??= providerId;
            spec["csr"] ??= Convert.ToBase64String("simulated"u8);
        });
        if (context.Store.Peek(key) is { } named)
        {
            Replicate(named, peer);
        }

        var status = Answer(slice, peer);
        context.Change(key, live =>
        {
            if (!JsonNode.DeepEquals(live["status"], status))
            {
                live["status"] = status;
            }
        });
        if (slice.Annotation(LiqoNames.CreateVirtualNode) == "true" && status.Items("conditions").All(one => one.Text("status") == "Accepted"))
        {
            MakeVirtualNode(slice, providerId, status);
        }

        return LookAgain;
    }

    private TimeSpan? End(ObjectKey key, LiqoPeer? peer)
    {
        // The node goes first: its pods still need the provider.
        var node = new ObjectKey(LiqoNames.Offloading, "virtualnodes", key.Namespace, key.Name);
        if (context.Store.Peek(node) is { } virtualNode)
        {
            if (!virtualNode.IsTerminating())
            {
                context.Delete(node);
            }

            if (context.Store.Peek(node) is not null)
            {
                return Soon;
            }
        }

        if (peer is not null)
        {
            peer.Provider.Store.Change(key with { Namespace = peer.TenantNamespace }, _ => null);
        }

        context.DropFinalizer(key, one => one == LiqoNames.SliceFinalizer);
        return null;
    }

    private void Replicate(JsonObject slice, LiqoPeer peer)
    {
        var key = new ObjectKey(LiqoNames.Authentication, Plural, peer.TenantNamespace, slice.Name());
        var id = LiqoInstallation.Id(context.Cluster)!;
        var provider = context.For(peer.Provider);
        provider.Ensure(key, () => new JsonObject
        {
            ["apiVersion"] = $"{LiqoNames.Authentication}/{LiqoNames.Version}",
            ["kind"] = "ResourceSlice",
            ["metadata"] = new JsonObject
            {
                ["name"] = slice.Name(),
                ["namespace"] = peer.TenantNamespace,
                ["labels"] = new JsonObject
                {
                    [LiqoNames.RemoteCluster] = id,
                    [LiqoNames.Replicated] = "true",
                    [LiqoNames.Origin] = id,
                    [LiqoNames.Destination] = LiqoInstallation.Id(peer.Provider),
                },
            },
            ["spec"] = slice["spec"]!.DeepClone(),
        });
        var spec = slice["spec"]!;
        var status = Answer(slice, peer);
        provider.Change(key, live =>
        {
            live["spec"] = spec.DeepClone();
            live["status"] = status;
        });
    }

    private JsonObject Answer(JsonObject slice, LiqoPeer peer)
    {
        var condition = peer.Tenant.Text("spec", "tenantCondition") ?? "Active";
        var accepted = condition == "Active" || (condition == "Cordoned" && slice.Items("status", "conditions").Any(one => one.Text("type") == "Resources" && one.Text("status") == "Accepted"));
        var resources = new JsonObject();
        foreach (var (name, amount) in Defaults)
        {
            resources[name] = amount;
        }

        foreach (var (name, amount) in slice.At("spec", "resources") as JsonObject ?? [])
        {
            resources[name] = amount?.ToString();
        }

        return new JsonObject
        {
            ["conditions"] = new JsonArray(Condition(slice, "Authentication", true), Condition(slice, "Resources", accepted)),
            ["resources"] = resources,
            ["nodeLabels"] = LiqoInstallation.ClusterLabels(peer.Provider),
        };
    }

    private JsonObject Condition(JsonObject slice, string type, bool accepted)
    {
        var status = accepted ? "Accepted" : "Denied";
        var before = slice.Items("status", "conditions").FirstOrDefault(one => one.Text("type") == type);
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = $"ResourceSlice{type}{status}",
            ["message"] = $"ResourceSlice {type.ToLowerInvariant()} {status.ToLowerInvariant()} (simulated)",
            ["lastTransitionTime"] = before.Text("status") == status ? before.Text("lastTransitionTime") : context.Cluster.Timestamp,
        };
    }

    private void MakeVirtualNode(JsonObject slice, string providerId, JsonObject status)
    {
        var key = new ObjectKey(LiqoNames.Offloading, "virtualnodes", slice.Namespace(), slice.Name());
        var labels = (JsonObject)status["nodeLabels"]!.DeepClone();
        labels[LiqoNames.RemoteCluster] = providerId;
        var spec = new JsonObject
        {
            ["clusterID"] = providerId,
            ["createNode"] = true,
            ["disableNetworkCheck"] = true,
            ["kubeconfigSecretRef"] = new JsonObject { ["name"] = $"kubeconfig-resourceslice-{slice.Name()}" },
            ["labels"] = labels,
            ["resourceQuota"] = new JsonObject { ["hard"] = status["resources"]!.DeepClone() },
        };
        context.Ensure(key, () => new JsonObject
        {
            ["apiVersion"] = $"{LiqoNames.Offloading}/{LiqoNames.Version}",
            ["kind"] = "VirtualNode",
            ["metadata"] = new JsonObject
            {
                ["name"] = key.Name,
                ["namespace"] = key.Namespace,
                ["labels"] = new JsonObject { [LiqoNames.RemoteCluster] = providerId },
                ["ownerReferences"] = new JsonArray(Ownership.Reference(slice)),
            },
            ["spec"] = spec.DeepClone(),
        });
        context.Change(key, live =>
        {
            if (!JsonNode.DeepEquals(live["spec"], spec))
            {
                live["spec"] = spec;
            }
        });
    }

    private IEnumerable<ObjectKey> Slices(string? @namespace) =>
        context.Store.List(LiqoNames.Authentication, Plural, @namespace).Select(one => new ObjectKey(LiqoNames.Authentication, Plural, one.Namespace(), one.Name()));
}
