using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Access;
using MeshLab.Tests.Clusters;
using MeshLab.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Web.Clusters;

public sealed class ClustersApiTests : IAsyncLifetime
{
    private ClustersHost _host = null!;
    private WebApplication _app = null!;
    private HttpClient _http = null!;
    private string _kubeconfig = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await ClustersHost.StartAsync(demo: true);
        _kubeconfig = _host.Files.Write("config", TestCatalogue.Kubeconfig("arn:aws:eks:eu/lab", "http://127.0.0.1:1") + "\n");
        var broken = _host.Files.Write("broken", "contexts: [{name: broken, context: {cluster: nowhere}}]");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host.Register(builder.Services, $"{_kubeconfig}{Path.PathSeparator}{broken}");
        builder.Services.AddProblemDetails().AddNoLogin();
        _app = builder.Build();
        _app.MapClustersApi();
        await _app.StartAsync(Token);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Get_Clusters_TellsWhatEachIsAndWhetherItAnswers()
    {
        var clusters = (await _http.GetFromJsonAsync<JsonArray>("/api/v1/clusters", Token))!;

        Assert.Equal(["arn:aws:eks:eu/lab", "demo", "demo-east", "demo-west"], clusters.Select(one => one!["name"]!.GetValue<string>()));
        var (own, demo) = (clusters[0]!, clusters[1]!);
        Assert.Equal("kubeconfig", own["kind"]!.GetValue<string>());
        Assert.False(own["reachable"]!.GetValue<bool>());
        Assert.Contains("nothing answers", own["error"]!.GetValue<string>());
        Assert.Equal("simulated", demo["kind"]!.GetValue<string>());
        Assert.True(demo["simulated"]!.GetValue<bool>());
        Assert.True(demo["reachable"]!.GetValue<bool>());
        Assert.StartsWith("v1.", demo["version"]!.GetValue<string>());
        Assert.Null(demo["error"]);
        Assert.Empty(demo["meshes"]!.AsArray());
        Assert.Equal(["kubelet-summary", "metrics.k8s.io"], demo["sources"]!.AsArray().Select(one => one!.GetValue<string>()));
        var sources = demo["measurementSources"]!.AsArray();
        Assert.Equal(["kubelet-summary", "metrics.k8s.io", "prometheus"], sources.Select(one => one!["name"]!.GetValue<string>()));
        Assert.Equal([true, true, false], sources.Select(one => one!["detected"]!.GetValue<bool>()));
        Assert.Equal([true, false, false], sources.Select(one => one!["read"]!.GetValue<bool>()));
        Assert.All(sources, one => Assert.True(one!["sees"]!.AsArray().Count > 0 && one["doesNotSee"]!.AsArray().Count > 0));
        Assert.Null(sources[0]!["reason"]);
        Assert.Contains("MeshLab:Prometheus", sources[2]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(own["measurementSources"]!.AsArray());
    }

    [Theory]
    [InlineData("demo", "demo")]
    [InlineData("arn:aws:eks:eu/lab", "arn:aws:eks:eu/lab")]
    [InlineData("arn:aws:eks:eu%2Flab", "arn:aws:eks:eu/lab")]
    public async Task Get_OneCluster_IsThatOne(string path, string name)
    {
        var cluster = await _http.GetFromJsonAsync<JsonObject>("/api/v1/clusters/" + path, Token);

        Assert.Equal(name, cluster!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("nowhere", "There is no target cluster named nowhere")]
    [InlineData("broken", "names the cluster nowhere, which no file defines")]
    public async Task Get_UnknownOrBrokenCluster_IsAProblemThatSaysWhy(string name, string expected)
    {
        using var answer = await _http.GetAsync("/api/v1/clusters/" + name, Token);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(expected, problem!["detail"]!.GetValue<string>());
    }
}
