using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Federation.Admiralty;
using MeshLab.Core.Simulation.Federation.Liqo;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>What webhooks and the API server's own admission change in objects before they are stored.</summary>
internal static class Admission
{
    private const int FirstNodePort = 30000;

    public static void Admit(DemoCluster cluster, ResourceDefinition type, JsonObject resource, JsonObject? before)
    {
        switch (type)
        {
            case { Group: "", Kind: "Pod" } when before is null:
                Account(resource);
                if (resource.Items("spec", "containers").Any())
                {
                    IstioInjector.Inject(cluster, resource);
                    LinkerdInjector.Inject(cluster, resource);
                    LiqoAdmission.Admit(cluster, resource);
                    AdmiraltyAdmission.Admit(cluster, resource);
                }

                break;
            case { Group: "", Kind: "Service" }:
                NodePorts(cluster.Store, resource);
                break;
        }
    }

    private static void Account(JsonObject pod)
    {
        pod.Map("spec")["serviceAccountName"] ??= "default";
        pod.Map("spec")["serviceAccount"] = pod.Text("spec", "serviceAccountName");
    }

    private static void NodePorts(ObjectStore store, JsonObject service)
    {
        if (service.Text("spec", "type") is not ("NodePort" or "LoadBalancer") || service["spec"].At("allocateLoadBalancerNodePorts")?.ToString() == "false")
        {
            return;
        }

        var used = store.List("", "services").SelectMany(one => one.Items("spec", "ports")).Select(one => one.Integer("nodePort")).ToHashSet();
        var next = FirstNodePort + (int)(StableHash.Of($"{service.Namespace()}/{service.Name()}") % 2000);
        foreach (var port in service.Items("spec", "ports").Where(one => one.Integer("nodePort") is null))
        {
            while (used.Contains(next))
            {
                next++;
            }

            used.Add(next);
            port["nodePort"] = next;
        }
    }
}
