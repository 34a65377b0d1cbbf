using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Simulation.Live;

/// <summary>The real Helm against a demo cluster whose controllers run.</summary>
public sealed class HelmWorkloadTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Fact]
    public async Task UpgradeInstall_WithWait_ReturnsWhenPodsAreReady()
    {
        var chart = WriteChart();
        await Helm("upgrade", "--install", "shop", chart, "--namespace", "shop", "--create-namespace", "--wait", "--timeout", "40s");
        var ready = await cluster.RunAsync("kubectl", "get", "deployment", "shop", "-n", "shop", "-o", "jsonpath={.status.readyReplicas}");
        await Helm("upgrade", "--install", "shop", chart, "--namespace", "shop", "--set", "replicas=3", "--wait", "--timeout", "40s");
        var scaled = await cluster.RunAsync("kubectl", "get", "deployment", "shop", "-n", "shop", "-o", "jsonpath={.status.readyReplicas}");
        await Helm("uninstall", "shop", "-n", "shop", "--wait", "--timeout", "40s");
        var left = await cluster.RunAsync("kubectl", "get", "deployments,rs,pods", "-n", "shop", "-o", "name");

        Assert.Equal("2", ready);
        Assert.Equal("3", scaled);
        Assert.Equal("", left);
    }

    [Fact]
    public async Task UpgradeInstall_ImageThatDoesNotExist_FailsAfterItsTimeout()
    {
        var result = await TestTool.RunAsync("helm", cluster.Kubeconfig, "upgrade", "--install", "bad", WriteChart(), "--namespace", "bad", "--create-namespace", "--set", "image=web:does-not-exist", "--wait", "--timeout", "4s");

        Assert.NotEqual(0, result.ExitCode);
    }

    private string WriteChart()
    {
        var folder = Path.Combine(cluster.Folder, "chart", "shop");
        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        File.WriteAllText(Path.Combine(folder, "Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        File.WriteAllText(Path.Combine(folder, "values.yaml"), "replicas: 2\nimage: web:1\n");
        File.WriteAllText(Path.Combine(folder, "templates", "deployment.yaml"), """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: "{{ .Release.Name }}"}
            spec:
              replicas: {{ .Values.replicas }}
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: shop, image: "{{ .Values.image }}"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: "{{ .Release.Name }}"}
            spec: {selector: {app: shop}, ports: [{port: 80}]}
            """);
        return folder;
    }

    private Task<string> Helm(params string[] arguments) => cluster.RunAsync("helm", arguments);
}
