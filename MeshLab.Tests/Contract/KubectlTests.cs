using MeshLab.Tests.Simulation.Api;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>The real kubectl against the demo cluster's API server.</summary>
public sealed class KubectlTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Settings = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          colour: blue
        """;

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          labels: {app: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: web:1
                ports: [{containerPort: 80}]
        """;

    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.org}
        spec:
          group: example.org
          scope: Namespaced
          names: {plural: widgets, kind: Widget, shortNames: [wd]}
          versions:
          - name: v1
            served: true
            storage: true
            additionalPrinterColumns:
            - {name: Size, type: integer, jsonPath: .spec.size}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    required: [size]
                    properties:
                      size: {type: integer, minimum: 1}
        """;

    [Fact]
    public async Task Get_FreshCluster_ShowsNodesAndNamespaces()
    {
        var nodes = await Kubectl("get", "nodes");
        var namespaces = await Kubectl("get", "ns", "-o", "name");

        Assert.Contains("demo-control-plane", nodes);
        Assert.Contains("Ready", nodes);
        Assert.Contains("namespace/kube-system", namespaces);
    }

    [Fact]
    public async Task ApiResources_FreshCluster_ListsBuiltInTypes()
    {
        var types = await Kubectl("api-resources");

        Assert.Contains("deployments", types);
        Assert.Contains("customresourcedefinitions", types);
    }

    [Fact]
    public async Task ApplyServerSide_Twice_SecondChangesNothing()
    {
        await Kubectl("create", "namespace", "ssa");
        await Apply(Settings, "-n", "ssa", "--server-side");
        var before = await Kubectl("get", "cm", "settings", "-n", "ssa", "-o", "jsonpath={.metadata.resourceVersion}");
        await Apply(Settings, "-n", "ssa", "--server-side");
        var after = await Kubectl("get", "cm", "settings", "-n", "ssa", "-o", "jsonpath={.metadata.resourceVersion}");

        Assert.Equal(before, after);
    }

    [Fact]
    public async Task ApplyServerSide_OtherManagerOwnsField_ConflictNamesFieldAndManager()
    {
        await Kubectl("create", "namespace", "conflict");
        await Apply(Settings, "-n", "conflict", "--server-side", "--field-manager=first");
        var refused = await TestTool.RunAsync("kubectl", server.Kubeconfig, Settings.Replace("blue", "red"), ["apply", "-f", "-", "-n", "conflict", "--server-side", "--field-manager=second"]);
        var forced = await Apply(Settings.Replace("blue", "red"), "-n", "conflict", "--server-side", "--field-manager=second", "--force-conflicts");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("first", refused.StandardError);
        Assert.Contains(".data.colour", refused.StandardError);
        Assert.Contains("serverside-applied", forced);
    }

    [Fact]
    public async Task ApplyServerSide_FieldNoLongerApplied_IsRemoved()
    {
        await Kubectl("create", "namespace", "drop");
        await Apply(Settings + "\n  size: big", "-n", "drop", "--server-side");
        await Apply(Settings, "-n", "drop", "--server-side");
        var data = await Kubectl("get", "cm", "settings", "-n", "drop", "-o", "jsonpath={.data}");

        Assert.Equal("""{"colour":"blue"}""", data);
    }

    [Fact]
    public async Task Apply_ClientSide_CreatesThenConfiguresThenUnchanged()
    {
        await Kubectl("create", "namespace", "csa");
        var created = await Apply(Deployment, "-n", "csa");
        var unchanged = await Apply(Deployment, "-n", "csa");
        var configured = await Apply(Deployment.Replace("replicas: 2", "replicas: 3"), "-n", "csa");

        Assert.Contains("created", created);
        Assert.Contains("unchanged", unchanged);
        Assert.Contains("configured", configured);
    }

    [Fact]
    public async Task CustomResource_ValidAndInvalid_ServedAndRefused()
    {
        await Apply(Definition, "--server-side");
        await Kubectl("wait", "crd/widgets.example.org", "--for=condition=Established", "--timeout=20s");
        var widget = "---\n{apiVersion: example.org/v1, kind: Widget, metadata: {name: one}, spec: {size: 4}}";
        await Apply(widget, "--server-side");
        var table = await Kubectl("get", "wd");
        var unknown = await TestTool.RunAsync("kubectl", server.Kubeconfig, widget.Replace("size: 4", "size: 4, colour: red").Replace("one", "two"), ["apply", "--server-side", "-f", "-"]);
        var invalid = await TestTool.RunAsync("kubectl", server.Kubeconfig, widget.Replace("size: 4", "size: 0").Replace("one", "three"), ["apply", "--server-side", "-f", "-"]);

        Assert.Contains("SIZE", table);
        Assert.Contains("4", table);
        Assert.Contains("colour", unknown.StandardError);
        Assert.NotEqual(0, unknown.ExitCode);
        Assert.Contains("spec.size", invalid.StandardError);
    }

    [Fact]
    public async Task Delete_Namespace_TakesItsObjectsAlong()
    {
        await Kubectl("create", "namespace", "gone");
        await Apply(Settings, "-n", "gone");
        await Kubectl("delete", "namespace", "gone", "--timeout=20s");
        var left = await TestTool.RunAsync("kubectl", server.Kubeconfig, "get", "cm", "-n", "gone", "-o", "name");

        Assert.Equal("", left.StandardOutput);
    }

    [Fact]
    public async Task LogsAndExec_Pod_ComeThrough()
    {
        await Apply("---\n{apiVersion: v1, kind: Pod, metadata: {name: box}, spec: {containers: [{name: main, image: box:1}]}}");
        var log = await Kubectl("logs", "box");
        var exec = await TestTool.RunAsync("kubectl", server.Kubeconfig, "exec", "box", "--", "echo", "hello");
        var failed = await TestTool.RunAsync("kubectl", server.Kubeconfig, "exec", "box", "--", "fail");

        Assert.Contains("first line of main", log);
        Assert.Equal("echo hello\n", exec.StandardOutput);
        Assert.Equal("to main\n", exec.StandardError);
        Assert.Equal(3, failed.ExitCode);
    }

    [Fact]
    public async Task GetWatch_ObjectCreated_IsSeen()
    {
        await Kubectl("create", "namespace", "watched");
        var watching = TestTool.RunAsync("kubectl", server.Kubeconfig, "get", "cm", "-n", "watched", "-w", "-o", "name", "--request-timeout=4s");
        await Apply(Settings, "-n", "watched");
        var seen = await watching;

        Assert.Contains("configmap/settings", seen.StandardOutput);
    }

    private async Task<string> Kubectl(params string[] arguments)
    {
        var result = await TestTool.RunAsync("kubectl", server.Kubeconfig, arguments);
        Assert.True(result.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput;
    }

    private async Task<string> Apply(string manifest, params string[] arguments)
    {
        var result = await TestTool.RunAsync("kubectl", server.Kubeconfig, manifest, ["apply", "-f", "-", .. arguments]);
        Assert.True(result.ExitCode == 0, $"kubectl apply: {result.StandardError}");
        return result.StandardOutput;
    }
}
