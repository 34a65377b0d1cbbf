using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>Linkerd's proxy injector: annotation of the pod, else of its namespace; a native sidecar without requests unless configured.</summary>
internal static class LinkerdInjector
{
    private const string InjectAnnotation = "linkerd.io/inject";
    private const string ProxyName = "linkerd-proxy";

    public static void Inject(DemoCluster cluster, JsonObject pod)
    {
        if (pod.Flag("spec", "hostNetwork") || pod.Namespace() == "kube-system"
            || cluster.Store.Peek(new ObjectKey("", "namespaces", "", pod.Namespace())) is not { } space
            || space.Label("config.linkerd.io/admission-webhooks") == "disabled"
            || (pod.Annotation(InjectAnnotation) ?? space.Annotation(InjectAnnotation)) is not ("enabled" or "ingress")
            || Injector(cluster.Store) is not { } injector
            || pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).Any(one => one.Text("name") == ProxyName))
        {
            return;
        }

        var (controller, version) = ContainerImage.Split(injector.Items("spec", "template", "spec", "containers").Select(one => one.Text("image")).FirstOrDefault(one => one?.Contains("controller", StringComparison.Ordinal) == true)
            ?? injector.Items("spec", "template", "spec", "containers").First().Text("image") ?? "cr.l5d.io/linkerd/controller:edge");
        var registry = controller[..(controller.LastIndexOf('/') + 1)];
        string? Setting(string name) => pod.Annotation("config.linkerd.io/" + name) ?? space.Annotation("config.linkerd.io/" + name);
        version = Setting("proxy-version") ?? version;
        var spec = pod.Map("spec");
        spec.List("initContainers").Insert(0, Init(cluster.Store, registry, version));
        var proxy = Proxy($"{Setting("proxy-image") ?? registry + "proxy"}:{version}", Resources(Setting));
        if (Setting("proxy-enable-native-sidecar") == "false")
        {
            spec.List("containers").Insert(0, proxy);
        }
        else
        {
            proxy["restartPolicy"] = "Always";
            spec.List("initContainers").Insert(1, proxy);
        }

        foreach (var name in new[] { "linkerd-proxy-init-xtables-lock", "linkerd-identity-end-entity" })
        {
            spec.List("volumes").Add(new JsonObject { ["name"] = name, ["emptyDir"] = new JsonObject { ["medium"] = "Memory" } });
        }

        Mark(pod, injector.Namespace(), version);
    }

    /// <summary>The injector's Deployment when it is ready.</summary>
    public static JsonObject? Injector(ObjectStore store) =>
        store.List("apps", "deployments").FirstOrDefault(one => one.Name() == "linkerd-proxy-injector" && one.Integer("status", "availableReplicas") > 0);

    private static void Mark(JsonObject pod, string controlPlane, string version)
    {
        var metadata = pod.Map("metadata");
        var labels = metadata.Map("labels");
        labels["linkerd.io/control-plane-ns"] = controlPlane;
        labels["linkerd.io/workload-ns"] = pod.Namespace();
        if (pod.Label("pod-template-hash") is { } hash && pod.Items("metadata", "ownerReferences").FirstOrDefault().Text("name") is { } owner && owner.EndsWith("-" + hash, StringComparison.Ordinal))
        {
            labels["linkerd.io/proxy-deployment"] = owner[..^(hash.Length + 1)];
        }

        var annotations = metadata.Map("annotations");
        annotations["linkerd.io/created-by"] = $"linkerd/proxy-injector {version}";
        annotations["linkerd.io/proxy-version"] = version;
        annotations["linkerd.io/inject"] ??= "enabled";
        annotations["viz.linkerd.io/tap-enabled"] ??= "true";
        annotations["kubectl.kubernetes.io/default-container"] ??= pod.Items("spec", "containers").First(one => one.Text("name") != ProxyName).Text("name");
    }

    private static JsonObject Resources(Func<string, string?> setting)
    {
        var resources = new JsonObject();
        foreach (var (kind, suffix) in new[] { ("requests", "request"), ("limits", "limit") })
        {
            foreach (var resource in new[] { "cpu", "memory" })
            {
                if (setting($"proxy-{resource}-{suffix}") is { } value && Quantity.Of(value) > 0)
                {
                    resources.Map(kind)[resource] = value;
                }
            }
        }

        return resources;
    }

    private static JsonObject Proxy(string image, JsonObject resources) => new()
    {
        ["name"] = ProxyName,
        ["image"] = image,
        ["imagePullPolicy"] = "IfNotPresent",
        ["ports"] = new JsonArray(
            new JsonObject { ["name"] = "linkerd-proxy", ["containerPort"] = 4143, ["protocol"] = "TCP" },
            new JsonObject { ["name"] = "linkerd-admin", ["containerPort"] = 4191, ["protocol"] = "TCP" }),
        ["resources"] = resources,
        ["terminationMessagePath"] = "/dev/termination-log",
        ["terminationMessagePolicy"] = "FallbackToLogsOnError",
        ["securityContext"] = new JsonObject { ["runAsNonRoot"] = true, ["runAsUser"] = 2102, ["readOnlyRootFilesystem"] = true, ["allowPrivilegeEscalation"] = false },
        ["readinessProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/ready", ["port"] = 4191, ["scheme"] = "HTTP" }, ["initialDelaySeconds"] = 2 },
    };

    private static JsonObject Init(ObjectStore store, string registry, string version)
    {
        var hasCni = store.List("apps", "daemonsets").Any(one => one.Name() == "linkerd-cni" && one.Integer("status", "numberReady") > 0);
        return new JsonObject
        {
            ["name"] = hasCni ? "linkerd-network-validator" : "linkerd-init",
            ["image"] = hasCni ? $"{registry}proxy:{version}" : $"{registry}proxy-init:v2.4.3",
            ["imagePullPolicy"] = "IfNotPresent",
            ["args"] = hasCni
                ? new JsonArray("--log-format", "plain", "--connect-addr", "1.1.1.1:20001", "--listen-addr", "0.0.0.0:4140", "--timeout", "10s")
                : new JsonArray("--incoming-proxy-port", "4143", "--outgoing-proxy-port", "4140", "--proxy-uid", "2102", "--inbound-ports-to-ignore", "4190,4191,4567,4568", "--outbound-ports-to-ignore", "4567,4568"),
            ["resources"] = new JsonObject(),
            ["terminationMessagePath"] = "/dev/termination-log",
            ["terminationMessagePolicy"] = "FallbackToLogsOnError",
        };
    }
}
