using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;

namespace MeshLab.Core.Simulation.Meshes;

/// <summary>The containers and volumes that Istio adds to a pod.</summary>
internal static class IstioSidecar
{
    public static void Add(JsonObject pod, IstioInstallation istio)
    {
        var spec = pod.Map("spec");
        var containers = spec.List("initContainers");
        containers.Insert(0, istio.HasCni ? Validation(pod, istio) : Init(pod, istio));
        containers.Insert(1, Proxy(pod, istio));
        var volumes = spec.List("volumes");
        foreach (var name in new[] { "workload-socket", "credential-socket", "workload-certs", "istio-data" })
        {
            volumes.Add(new JsonObject { ["name"] = name, ["emptyDir"] = new JsonObject() });
        }

        volumes.Add(new JsonObject { ["name"] = "istio-envoy", ["emptyDir"] = new JsonObject { ["medium"] = "Memory" } });
        volumes.Add(new JsonObject { ["name"] = "istiod-ca-cert", ["configMap"] = new JsonObject { ["name"] = "istio-ca-root-cert", ["defaultMode"] = 420 } });
    }

    /// <summary>
    /// The proxy's resources. As in Istio's template, one annotation is enough to set all defaults aside: what has no annotation then
    /// has no request or limit.
    /// </summary>
    public static JsonObject Resources(JsonObject pod, JsonObject? configured)
    {
        var requests = Annotated(pod, "sidecar.istio.io/proxyCPU", "sidecar.istio.io/proxyMemory");
        var limits = Annotated(pod, "sidecar.istio.io/proxyCPULimit", "sidecar.istio.io/proxyMemoryLimit");
        if (requests.Count == 0 && limits.Count == 0)
        {
            return configured is not null ? (JsonObject)configured.DeepClone() : new JsonObject
            {
                ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" },
                ["limits"] = new JsonObject { ["cpu"] = "2", ["memory"] = "1Gi" },
            };
        }

        var resources = new JsonObject();
        if (requests.Count > 0)
        {
            resources["requests"] = requests;
        }

        if (limits.Count > 0)
        {
            resources["limits"] = limits;
        }

        return resources;
    }

    /// <summary>The Envoy proxy of a sidecar, a gateway or a waypoint.</summary>
    public static JsonObject ProxyContainer(string image, string role, JsonObject resources) => new()
    {
        ["name"] = "istio-proxy",
        ["image"] = image,
        ["imagePullPolicy"] = "IfNotPresent",
        ["args"] = new JsonArray("proxy", role, "--domain", "$(POD_NAMESPACE).svc.cluster.local", "--proxyLogLevel=warning", "--proxyComponentLogLevel=misc:error", "--log_output_level=default:info"),
        ["ports"] = new JsonArray(new JsonObject { ["name"] = "http-envoy-prom", ["containerPort"] = 15090, ["protocol"] = "TCP" }),
        ["resources"] = resources,
        ["terminationMessagePath"] = "/dev/termination-log",
        ["terminationMessagePolicy"] = "File",
        ["securityContext"] = new JsonObject { ["runAsNonRoot"] = true, ["runAsUser"] = 1337, ["runAsGroup"] = 1337, ["readOnlyRootFilesystem"] = true },
        ["readinessProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/healthz/ready", ["port"] = 15021, ["scheme"] = "HTTP" }, ["periodSeconds"] = 15 },
    };

    private static JsonObject Annotated(JsonObject pod, string cpu, string memory)
    {
        var amounts = new JsonObject();
        foreach (var (resource, annotation) in new[] { ("cpu", cpu), ("memory", memory) })
        {
            if (pod.Annotation(annotation) is { } value && Quantity.Of(value) > 0)
            {
                amounts[resource] = value;
            }
        }

        return amounts;
    }

    private static JsonObject Proxy(JsonObject pod, IstioInstallation istio)
    {
        var proxy = ProxyContainer(istio.ProxyImage, "sidecar", Resources(pod, istio.ProxyResources));
        proxy["restartPolicy"] = "Always";
        proxy["startupProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/healthz/ready", ["port"] = 15021, ["scheme"] = "HTTP" }, ["periodSeconds"] = 1, ["failureThreshold"] = 600 };
        return proxy;
    }

    private static JsonObject Init(JsonObject pod, IstioInstallation istio) => OneShot("istio-init", pod, istio, new JsonObject
    {
        ["capabilities"] = new JsonObject { ["add"] = new JsonArray("NET_ADMIN", "NET_RAW"), ["drop"] = new JsonArray("ALL") },
        ["runAsUser"] = 0,
        ["runAsGroup"] = 0,
        ["runAsNonRoot"] = false,
    });

    private static JsonObject Validation(JsonObject pod, IstioInstallation istio) => OneShot("istio-validation", pod, istio, new JsonObject
    {
        ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
        ["runAsUser"] = 1337,
        ["runAsGroup"] = 1337,
        ["runAsNonRoot"] = true,
    });

    private static JsonObject OneShot(string name, JsonObject pod, IstioInstallation istio, JsonObject security) => new()
    {
        ["name"] = name,
        ["image"] = istio.ProxyImage,
        ["imagePullPolicy"] = "IfNotPresent",
        ["args"] = new JsonArray("istio-iptables", "-p", "15001", "-z", "15006", "-u", "1337", "-m", "REDIRECT", "-i", "*", "-x", "", "-b", "*", "-d", "15090,15021,15020", "--log_output_level=default:info"),
        ["resources"] = Resources(pod, istio.ProxyResources),
        ["terminationMessagePath"] = "/dev/termination-log",
        ["terminationMessagePolicy"] = "File",
        ["securityContext"] = security,
    };
}
