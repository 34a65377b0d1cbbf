using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Tests.Simulation.Api;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>The real helm against the demo cluster's API server.</summary>
public sealed class HelmTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task UpgradeInstall_LocalChartTwice_ListsAndUninstalls()
    {
        var chart = WriteChart();
        await Helm("upgrade", "--install", "shop", chart, "--namespace", "shop", "--create-namespace", "--set", "colour=green");
        var colour = await Kubectl("get", "cm", "shop-settings", "-n", "shop", "-o", "jsonpath={.data.colour}");
        await Helm("upgrade", "--install", "shop", chart, "--namespace", "shop", "--set", "colour=red");
        var changed = await Kubectl("get", "cm", "shop-settings", "-n", "shop", "-o", "jsonpath={.data.colour}");
        var list = await Helm("list", "-n", "shop");
        await Helm("uninstall", "shop", "-n", "shop");
        var left = await Kubectl("get", "cm", "-n", "shop", "-o", "name");

        Assert.Equal("green", colour);
        Assert.Equal("red", changed);
        Assert.Contains("shop-0.1.0", list);
        Assert.DoesNotContain("shop-settings", left);
    }

    [Fact]
    public async Task List_ReleaseOfAProfile_IsShown()
    {
        var body = new JsonObject { ["chart"] = "lab", ["version"] = "1.2.3", ["values"] = new JsonObject() };
        using var answer = await server.Http.PutAsync("simulation/v1/releases/labs/first", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var list = await Helm("list", "-n", "labs");

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Contains("lab-1.2.3", list);
    }

    private string WriteChart()
    {
        var folder = Path.Combine(server.Folder, "chart", "shop");
        Directory.CreateDirectory(Path.Combine(folder, "templates"));
        File.WriteAllText(Path.Combine(folder, "Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        File.WriteAllText(Path.Combine(folder, "values.yaml"), "colour: blue\n");
        File.WriteAllText(Path.Combine(folder, "templates", "settings.yaml"), """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: {{ .Release.Name }}-settings
            data:
              colour: {{ .Values.colour }}
            """);
        return folder;
    }

    private Task<string> Helm(params string[] arguments) => Run("helm", arguments);

    private Task<string> Kubectl(params string[] arguments) => Run("kubectl", arguments);

    private async Task<string> Run(string tool, string[] arguments)
    {
        var result = await TestTool.RunAsync(tool, server.Kubeconfig, arguments);
        Assert.True(result.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput;
    }
}
