using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeshLab.Core.Simulation.Pods;

namespace MeshLab.Core.Simulation.Logs;

/// <summary>The lines of a kind of container; <c>{ts}</c> stands for the time of the line.</summary>
/// <param name="Start">What it writes at its start.</param>
/// <param name="Period">How often it writes later; null for never.</param>
/// <param name="Repeat">What it writes then, by number.</param>
internal sealed partial record ContainerScript(IReadOnlyList<string> Start, TimeSpan? Period = null, Func<int, string>? Repeat = null)
{
    public static ContainerScript Of(JsonObject pod, JsonObject container)
    {
        var (image, tag) = ContainerImage.Split(container.Text("image") ?? "");
        var kind = image[(image.LastIndexOf('/') + 1)..];
        return (container.Text("name"), kind) switch
        {
            (_, "ztunnel") => Ztunnel(tag),
            ("istio-init" or "istio-validation", _) => new(["{ts}\tinfo\tistio iptables environment:", "{ts}\tinfo\tRunning iptables-restore with the following input:", "{ts}\tinfo\tCommand succeeded"]),
            ("istio-proxy", _) => IstioProxy(pod, tag),
            ("linkerd-init", _) => new(["time=\"{ts}\" level=info msg=\"/usr/sbin/iptables-legacy-save -t nat\"", "time=\"{ts}\" level=info msg=\"iptables rules set\""]),
            ("linkerd-proxy", _) => LinkerdProxy(pod),
            (_, "pilot") => Istiod(tag),
            (_, "podinfo") => Podinfo(tag),
            (_, "fortio") => Fortio(tag),
            (_, "cilium") => new(["time={ts} level=info msg=\"Cilium " + tag + "\"", "time={ts} level=info msg=\"Initializing daemon\"", "time={ts} level=info msg=\"Daemon initialization completed\""],
                TimeSpan.FromMinutes(1), _ => "time={ts} level=info msg=\"Conntrack garbage collector interval recalculated\""),
            (_, "controller") => new(["time=\"{ts}\" level=info msg=\"running version " + tag + "\"", "time=\"{ts}\" level=info msg=\"starting admin server on :9990\"", "time=\"{ts}\" level=info msg=\"caches synced\""]),
            _ => Echoes(container) is { Count: > 0 } echoes ? new(echoes) : new([$"{{ts}} {container.Text("name")} started"], TimeSpan.FromMinutes(1), number => $"{{ts}} {container.Text("name")} is alive, minute {number}"),
        };
    }

    private static ContainerScript IstioProxy(JsonObject pod, string tag) => new(
    [
        "{ts}\tinfo\tFLAG: --concurrency=\"0\"",
        $"{{ts}}\tinfo\tVersion {tag}-simulated-Clean",
        $"{{ts}}\tinfo\tProxy role\tips=[{pod.Text("status", "podIP")}] type=sidecar id={pod.Name()}.{pod.Namespace()} domain={pod.Namespace()}.svc.cluster.local",
        "{ts}\tinfo\tcache\tgenerated new workload certificate\tresourceName=default latency=28.1ms ttl=23h59m59.9s",
        "{ts}\tinfo\txdsproxy\tconnected to upstream XDS server: istiod.istio-system.svc:15012",
        "{ts}\tinfo\tads\tSDS: PUSH request for node:" + pod.Name() + "." + pod.Namespace() + " resources:1 resource:default",
        "{ts}\tinfo\tReadiness succeeded in 612.2ms",
        "{ts}\tinfo\tEnvoy proxy is ready",
    ], TimeSpan.FromMinutes(30), _ => "{ts}\tinfo\txdsproxy\tconnected to delta upstream XDS server: istiod.istio-system.svc:15012");

    private static ContainerScript Ztunnel(string tag) => new(
    [
        "{ts}\tinfo\tztunnel\tversion: version.BuildInfo{Version:\"" + tag + "\", GitRevision:\"simulated\"}",
        "{ts}\tinfo\tproxy::inbound\tlistener established\taddress=[::]:15008 component=\"inbound\" transparent=true",
        "{ts}\tinfo\tproxy::outbound\tlistener established\taddress=[::]:15001 component=\"outbound\" transparent=true",
        "{ts}\tinfo\txds::client:xds{id=1}\tStream established",
        "{ts}\tinfo\treadiness\tTask 'proxy' complete (612ms), marking server ready",
    ]);

    private static ContainerScript Istiod(string tag) => new(
    [
        $"{{ts}}\tinfo\tinitializing Istiod version {tag}-simulated-Clean",
        "{ts}\tinfo\tUse self-signed certificate as the CA certificate",
        "{ts}\tinfo\tStarting validation controller",
        "{ts}\tinfo\tserverca\tIstiod certificates are reloaded",
        "{ts}\tinfo\tAll caches have been synced up in 1.2s, marking server ready",
        "{ts}\tinfo\tstarting gRPC discovery service at [::]:15010",
    ], TimeSpan.FromMinutes(1), number => $"{{ts}}\tinfo\tads\tPush debounce stable[{number}] 1 for config EndpointSlice: 100.2ms since last change, 100.2ms since last push, full=false");

    private static ContainerScript LinkerdProxy(JsonObject pod) => new(
    [
        "{ts} INFO ThreadId(01) linkerd2_proxy: release simulated by linkerd",
        "{ts} INFO ThreadId(01) linkerd2_proxy::rt: Using single-threaded proxy runtime",
        "{ts} INFO ThreadId(01) linkerd2_proxy: Admin interface on 0.0.0.0:4191",
        "{ts} INFO ThreadId(01) linkerd2_proxy: Inbound interface on 0.0.0.0:4143",
        "{ts} INFO ThreadId(01) linkerd2_proxy: Outbound interface on 127.0.0.1:4140",
        $"{{ts}} INFO ThreadId(01) linkerd2_proxy: Local identity is {pod.Text("spec", "serviceAccountName") ?? "default"}.{pod.Namespace()}.serviceaccount.identity.linkerd.cluster.local",
        "{ts} INFO ThreadId(02) daemon:identity: linkerd_app: Certified identity",
    ]);

    private static ContainerScript Podinfo(string tag) => new(
    [
        "{\"level\":\"info\",\"ts\":\"{ts}\",\"caller\":\"podinfo/main.go:153\",\"msg\":\"Starting podinfo\",\"version\":\"" + tag + "\",\"revision\":\"simulated\",\"port\":\"9898\"}",
        "{\"level\":\"info\",\"ts\":\"{ts}\",\"caller\":\"http/server.go:224\",\"msg\":\"Starting HTTP Server.\",\"addr\":\":9898\"}",
    ]);

    private static ContainerScript Fortio(string tag) => new(
    [
        "{\"ts\":\"{ts}\",\"level\":\"info\",\"file\":\"main.go\",\"msg\":\"Starting fortio\",\"version\":\"" + tag + "\"}",
        "{\"ts\":\"{ts}\",\"level\":\"info\",\"file\":\"httprunner.go\",\"msg\":\"Fortio HTTP server listening on tcp [::]:8080\"}",
    ]);

    /// <summary>What a command like <c>sh -c "echo a; echo b"</c> prints.</summary>
    private static List<string> Echoes(JsonObject container)
    {
        var words = new[] { container["command"], container["args"] }.SelectMany(list => list as JsonArray ?? []).Select(one => one?.ToString() ?? "").ToList();
        return words is ["echo" or "/bin/echo", ..]
            ? [string.Join(' ', words.Skip(1))]
            : [.. Echo().Matches(string.Join(' ', words)).Select(match => match.Groups["text"].Value.Trim().Trim('"', '\''))];
    }

    [GeneratedRegex("""\becho +(?<text>"[^"]*"|'[^']*'|[^;&|\n]+)""")]
    private static partial Regex Echo();
}
