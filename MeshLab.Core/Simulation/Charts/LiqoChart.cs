using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>Liqo's chart. Names as of 1.2.</summary>
internal static class LiqoChart
{
    private const string DefinitionLines = """
        authentication.liqo.io Identity identities N v1beta1*/s id liqo
        authentication.liqo.io Renew renews N v1beta1*/s - liqo
        authentication.liqo.io ResourceSlice resourceslices N v1beta1*/s rslice liqo
        authentication.liqo.io Tenant tenants N v1beta1*/s tn liqo
        core.liqo.io ForeignCluster foreignclusters C v1beta1*/s fc liqo
        ipam.liqo.io IP ips N v1alpha1*/s - liqo
        ipam.liqo.io Network networks N v1alpha1*/s net liqo
        networking.liqo.io Configuration configurations N v1beta1*/s conf liqo
        networking.liqo.io Connection connections N v1beta1*/s conn liqo
        networking.liqo.io FirewallConfiguration firewallconfigurations N v1beta1*/s fw,fwconfig,fwcfg liqo
        networking.liqo.io GatewayClient gatewayclients N v1beta1*/s gwc,gwclient liqo
        networking.liqo.io GatewayServer gatewayservers N v1beta1*/s gws,gwserver liqo
        networking.liqo.io GeneveTunnel genevetunnels N v1beta1* gvtn liqo
        networking.liqo.io InternalFabric internalfabrics N v1beta1* if,ifabric liqo
        networking.liqo.io InternalNode internalnodes C v1beta1*/s in,inode liqo
        networking.liqo.io PublicKey publickeies N v1beta1* pk,pkies,pkey liqo
        networking.liqo.io RouteConfiguration routeconfigurations N v1beta1*/s rcnf,rcnfg,rcfg,routecfg liqo
        networking.liqo.io WgGatewayClient wggatewayclients N v1beta1*/s wgc,wggc liqo
        networking.liqo.io WgGatewayClientTemplate wggatewayclienttemplates N v1beta1* wggct,wgct liqo
        networking.liqo.io WgGatewayServer wggatewayservers N v1beta1*/s wgs,wggs liqo
        networking.liqo.io WgGatewayServerTemplate wggatewayservertemplates N v1beta1* wggst,wgst liqo
        offloading.liqo.io NamespaceMap namespacemaps N v1beta1*/s nm,nsmap liqo
        offloading.liqo.io NamespaceOffloading namespaceoffloadings N v1beta1*/s nso,nsof,nsoff,nsoffloading liqo
        offloading.liqo.io Quota quotas N v1beta1* qt liqo
        offloading.liqo.io ShadowEndpointSlice shadowendpointslices N v1beta1* shes,sheps,seps liqo
        offloading.liqo.io ShadowPod shadowpods N v1beta1*/s shp,shpod liqo
        offloading.liqo.io VirtualNode virtualnodes N v1beta1*/s vn,vnode,virno,vno liqo
        offloading.liqo.io VkOptionsTemplate vkoptionstemplates N v1beta1* vkot,vkopt liqo
        """;

    public static void Render(ChartContents chart)
    {
        var version = "v" + chart.Version("1.2.0").TrimStart('v');
        chart.Add(Definitions.Read(DefinitionLines, keep: true));
        chart.ConfigMap("liqo-clusterid-configmap", ChartContents.Map(("CLUSTER_ID", chart.Values.Text("discovery.config.clusterID", "demo"))));
        var labels = string.Join(',', (chart.Values.Map("discovery.config.clusterLabels") ?? []).Select(one => $"{one.Key}={one.Value}"));
        Component("Deployment", "liqo-controller-manager", "controller-manager", labels.Length > 0 ? [$"--cluster-labels={labels}"] : []);
        chart.Add("rbac.authorization.k8s.io/v1", "ClusterRole", "liqo-remote-controlplane", new JsonObject
        {
            ["rules"] = new JsonArray(new JsonObject
            {
                ["apiGroups"] = ChartContents.Words("authentication.liqo.io,offloading.liqo.io"),
                ["resources"] = ChartContents.Words("resourceslices,resourceslices/status,namespacemaps,namespacemaps/status"),
                ["verbs"] = ChartContents.Words("get,list,watch,create,update,patch,delete"),
            }),
        }, "");
        Component("Deployment", "liqo-webhook", "webhook");
        Component("Deployment", "liqo-crd-replicator", "crd-replicator");
        Component("Deployment", "liqo-metric-agent", "metric-agent");
        Component("Deployment", "liqo-ipam", "ipam");
        Component("Deployment", "liqo-proxy", "proxy");
        Component("DaemonSet", "liqo-fabric", "fabric");
        chart.Service("liqo-webhook", Labels("webhook"), ("https", 443, 9443));
        chart.Service("liqo-ipam", Labels("ipam"), ("ipam-api", 6000, 6000));
        chart.Service("liqo-metric-agent", Labels("metric-agent"), ("https", 443, 8443));
        chart.Webhook(true, "liqo-mutate", "pod.mutate.liqo.io", "liqo-webhook", "/mutate/pod", "", "v1", "pods",
            new JsonObject { ["matchLabels"] = new JsonObject { ["liqo.io/scheduling-enabled"] = "true" } });

        void Component(string kind, string name, string component, params string[] args)
        {
            chart.Identity(name, name, null, ("*.liqo.io", "*", "*"));
            chart.Add(new ChartWorkload(kind, name, Labels(component), new ChartContainer(component, $"ghcr.io/liqotech/liqo-{component}:{version}", chart.Resources($"{component}.pod.resources")) { Args = args }) { HostNetwork = kind == "DaemonSet" });
        }

        IReadOnlyDictionary<string, string> Labels(string component) =>
            ChartContents.Labels(("app.kubernetes.io/name", component), ("app.kubernetes.io/instance", chart.Release), ("app.kubernetes.io/part-of", "liqo"));
    }
}
