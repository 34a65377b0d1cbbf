using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Fleet;

/// <summary>Which clusters a bundle goes to, and with what options: the first target that matches a cluster counts.</summary>
internal static class BundleTargets
{
    /// <summary>Options that a target may set over those of the bundle.</summary>
    private static readonly string[] Options =
        ["defaultNamespace", "namespace", "kustomize", "helm", "yaml", "diff", "keepResources", "correctDrift", "namespaceLabels", "namespaceAnnotations", "serviceAccount", "createNamespace"];

    public static IEnumerable<(JsonObject Cluster, JsonObject Options)> Of(DemoCluster hub, JsonObject bundle)
    {
        foreach (var cluster in hub.Store.List(FleetInstallation.Group, "clusters", bundle.Namespace()))
        {
            var restrictions = bundle.Items("spec", "targetRestrictions").ToList();
            if (bundle.Items("spec", "targets").FirstOrDefault(one => Matches(hub, one, cluster)) is { } target
                && (restrictions.Count == 0 || restrictions.Exists(one => Matches(hub, one, cluster)))
                && !target.Flag("doNotDeploy"))
            {
                yield return (cluster, Merged(bundle["spec"]!.AsObject(), target));
            }
        }
    }

    private static bool Matches(DemoCluster hub, JsonObject target, JsonObject cluster)
    {
        var written = false;
        if (target.Text("clusterName") is { Length: > 0 } name)
        {
            written = true;
            if (cluster.Name() != name)
            {
                return false;
            }
        }

        if (target["clusterSelector"] is { } selector)
        {
            written = true;
            if (!FleetInstallation.Selects(selector, cluster))
            {
                return false;
            }
        }

        if (target.Text("clusterGroup") is { Length: > 0 } group)
        {
            written = true;
            if (hub.Store.Peek(new ObjectKey(FleetInstallation.Group, "clustergroups", cluster.Namespace(), group)) is not { } found || !FleetInstallation.Selects(found.At("spec", "selector"), cluster))
            {
                return false;
            }
        }

        if (target["clusterGroupSelector"] is { } groups)
        {
            written = true;
            if (!hub.Store.List(FleetInstallation.Group, "clustergroups", cluster.Namespace()).Any(one => FleetInstallation.Selects(groups, one) && FleetInstallation.Selects(one.At("spec", "selector"), cluster)))
            {
                return false;
            }
        }

        return written;
    }

    private static JsonObject Merged(JsonObject spec, JsonObject target)
    {
        var options = new JsonObject();
        foreach (var option in Options)
        {
            var value = (spec[option], target[option]) switch
            {
                (JsonObject own, JsonObject over) => Apply.Patches.Merge(own, over),
                (var own, null) => own?.DeepClone(),
                (_, var over) => over.DeepClone(),
            };
            if (value is not null)
            {
                options[option] = value.Parent is null ? value : value.DeepClone();
            }
        }

        return options;
    }
}
