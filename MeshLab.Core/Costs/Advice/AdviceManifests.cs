namespace MeshLab.Core.Costs.Advice;

/// <summary>The manifests that carry out an advice. Each begins with a comment that says how to use it.</summary>
internal static class AdviceManifests
{
    public static string IstioRequests(string cpu, string memory, string memoryLimit) => $"""
        # helm upgrade istiod istio/istiod -n istio-system --reuse-values -f this-file.yaml, then restart the workloads.
        # For one workload only, annotate its pod template: sidecar.istio.io/proxyCPU, proxyMemory, proxyMemoryLimit.
        global:
          proxy:
            resources:
              requests:
                cpu: {cpu}
                memory: {memory}
              limits:
                memory: {memoryLimit}

        """;

    public static string LinkerdRequests(string cpu, string memory, string memoryLimit) => $"""
        # helm upgrade linkerd-control-plane linkerd-edge/linkerd-control-plane -n linkerd --reuse-values -f this-file.yaml, then restart the workloads.
        # For one workload only, annotate its pod template: config.linkerd.io/proxy-cpu-request, proxy-memory-request, proxy-memory-limit.
        proxy:
          resources:
            cpu:
              request: {cpu}
            memory:
              request: {memory}
              limit: {memoryLimit}

        """;

    public static string IstioWithout(string @namespace) => $"""
        # kubectl apply --server-side --force-conflicts -f this-file.yaml, then restart the workloads.
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {@namespace}
          labels:
            istio-injection: disabled

        """;

    public static string LinkerdWithout(string @namespace) => $"""
        # kubectl apply --server-side --force-conflicts -f this-file.yaml, then restart the workloads.
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {@namespace}
          annotations:
            linkerd.io/inject: disabled

        """;

    public static string SidecarScope(string @namespace) => $"""
        # kubectl apply -f this-file.yaml. Add the namespaces that this one calls.
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata:
          name: default
          namespace: {@namespace}
        spec:
          egress:
            - hosts:
                - ./*
                - istio-system/*

        """;

    public static string Ambient(IReadOnlyList<string> namespaces) => "# Needs istio-cni and ztunnel (chart profile ambient). kubectl apply --server-side --force-conflicts -f this-file.yaml, remove istio-injection, restart the workloads.\n"
        + string.Join("---\n", namespaces.Select(name => $"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {name}
          labels:
            istio.io/dataplane-mode: ambient

        """));

    public static string Istiod(string cpu, string memory) => $"""
        # helm upgrade istiod istio/istiod -n istio-system --reuse-values -f this-file.yaml
        resources:
          requests:
            cpu: {cpu}
            memory: {memory}

        """;
}
