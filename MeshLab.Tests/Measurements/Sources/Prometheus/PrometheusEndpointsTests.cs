using MeshLab.Core;
using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Tests.Clusters;
using MeshLab.Tests.Measurements.Sampling;
using MeshLab.Tests.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace MeshLab.Tests.Measurements.Sources.Prometheus;

public sealed class PrometheusEndpointsTests : IAsyncLifetime
{
    private readonly TestCatalogue _files = new();
    private readonly MeshLabOptions _settings = new();
    private readonly EphemeralDataProtectionProvider _keys = new();
    private TestDatabase _database = null!;

    private AuditTrail Audit => _database.Services.GetRequiredService<AuditTrail>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => _files.PathOf(PrometheusEndpoints.FileName);

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(services => services.AddAudit());

    public async ValueTask DisposeAsync()
    {
        _files.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Set_WithAToken_IsKeptEncryptedForLaterStarts_AndShownWithoutIt()
    {
        await Endpoints().SetAsync(new("lab", "https://thanos.example.org", Selector: "cluster=\"lab\"", BearerToken: "very-secret"), Token);

        var later = Endpoints();
        Assert.Equal(new PrometheusSetting("lab", "https://thanos.example.org", "", "cluster=\"lab\"", "", "bearer", false, false), later.Get("lab"));
        Assert.Equal("very-secret", later.Find("lab")!.BearerToken);
        var file = File.ReadAllText(FilePath);
        Assert.DoesNotContain("very-secret", file, StringComparison.Ordinal);
        Assert.DoesNotContain("thanos", file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Fact]
    public async Task Set_WithoutTheSecret_KeepsItForTheSameAddressAndForNoOther()
    {
        var endpoints = Endpoints();
        await endpoints.SetAsync(new("lab", "https://one.example.org", User: "meshlab", Password: "very-secret"), Token);

        await endpoints.SetAsync(new("lab", "https://one.example.org", Selector: "a=\"b\"", User: "meshlab"), Token);
        Assert.Equal("very-secret", endpoints.Find("lab")!.Password);

        await endpoints.SetAsync(new("lab", "https://two.example.org", User: "meshlab"), Token);
        Assert.Equal("", endpoints.Find("lab")!.Password);
    }

    [Fact]
    public async Task Remove_WhatWasSet_LetsTheSettingsCountAgain()
    {
        _settings.Prometheus.Add(new PrometheusEndpoint { Cluster = "lab", Url = "http://settings.example.org" });
        var endpoints = Endpoints();
        Assert.True(endpoints.Get("lab")!.FromSettings);
        await endpoints.SetAsync(new("lab", "http://here.example.org"), Token);
        Assert.Equal("http://here.example.org", endpoints.Find("lab")!.Url);

        Assert.True(await endpoints.RemoveAsync("lab", Token));

        Assert.Equal("http://settings.example.org", Endpoints().Find("lab")!.Url);
        Assert.False(await endpoints.RemoveAsync("lab", Token));
        Assert.Null(endpoints.Get("other"));
    }

    [Theory]
    [InlineData("", "", "", "", "either an address")]
    [InlineData("http://a", "monitoring/p:9090", "", "", "either an address")]
    [InlineData("ftp://a", "", "", "", "no http or https")]
    [InlineData("http://user:word@a", "", "", "", "without credentials")]
    [InlineData("", "prometheus", "", "", "namespace/name:port")]
    [InlineData("http://a", "", "user", "", "not both")]
    [InlineData("https://a", "", "", "no certificate", "no certificate")]
    public async Task Set_Unusable_SaysWhatToMendAndKeepsNothing(string url, string service, string user, string pem, string words)
    {
        var endpoints = Endpoints();

        var error = await Assert.ThrowsAsync<ClusterException>(() => endpoints.SetAsync(new("lab", url, service, User: user, BearerToken: user.Length > 0 ? "token" : null, CaPem: pem), Token));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Null(endpoints.Get("lab"));
        Assert.Empty(await Audit.ListAsync(new AuditFilter(), null, 10, Token));
    }

    [Fact]
    public async Task SetAndRemove_AreInTheAuditLogWithoutTheSecret()
    {
        var endpoints = Endpoints();

        await endpoints.SetAsync(new("lab", "https://thanos.example.org", BearerToken: "very-secret"), Token);
        await endpoints.SetAsync(new("other", Service: "monitoring/prometheus:9090"), Token);
        await endpoints.RemoveAsync("lab", Token);

        var entries = await Audit.ListAsync(new AuditFilter(Deed: AuditDeeds.SettingChanged), null, 10, Token);
        Assert.Equal(
            [("prometheus of lab", "lab", "removed"), ("prometheus of other", "other", "service monitoring/prometheus:9090, credentials: none"), ("prometheus of lab", "lab", "https://thanos.example.org, credentials: bearer")],
            entries.Select(entry => (entry.Subject, entry.Clusters.Single(), entry.Detail)));
    }

    [Fact]
    public async Task Get_KeysAreGone_SaysWhatToDo()
    {
        await Endpoints().SetAsync(new("lab", "http://a"), Token);
        var other = new PrometheusEndpoints(Options.Create(_settings), Directories(), () => new EphemeralDataProtectionProvider(), Audit);

        var error = Assert.Throws<ClusterException>(() => other.Get("lab"));

        Assert.Contains("delete the file and set them again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_RealPrometheus_TellsWhatItKnows_DirectlyAndThroughTheServicesProxy()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        truth.Start("frontend", "podinfo", 0.4, 50_000_000);
        truth.Start("steady", "istio-proxy", 0.1, 40_960_000);
        truth.Request(100);
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        await using var api = await TruthfulCluster.StartAsync(truth);
        api.PrometheusAddress = prometheus.Address;
        var catalogue = _files.Create(_files.Write("lab", TestCatalogue.Kubeconfig("lab", api.Address)));
        var endpoints = Endpoints();
        using var sources = new PrometheusSources(endpoints, () => catalogue);
        var probe = new PrometheusProbe(endpoints, sources, () => catalogue);

        foreach (var input in new[] { new PrometheusInput("lab", prometheus.Address), new PrometheusInput("lab", Service: "monitoring/prometheus:9090") })
        {
            var found = await UntilFoundAsync(() => probe.TestAsync(input, Token));
            Assert.Equal((2, 1), (found.Containers, found.Nodes));
            Assert.Equal(["istio"], found.Meshes);
            Assert.Contains("knows 2 containers on 1 node; latency histograms of istio", found.Message, StringComparison.Ordinal);
        }

        var other = await probe.TestAsync(new("lab", prometheus.Address, Selector: "cluster=\"other\""), Token);
        Assert.False(other.Ok);
        Assert.Contains("is the kubelets' cAdvisor scraped", other.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be asked", (await probe.TestAsync(new("lab", "http://127.0.0.1:1"), Token)).Message, StringComparison.Ordinal);
        Assert.Null(endpoints.Get("lab"));
    }

    [Fact]
    public async Task Sampling_PrometheusSetAndRemoved_IsReadAndNoLongerRead()
    {
        await using var truth = await ScrapedTruth.StartAsync();
        truth.Start("frontend", "podinfo", 0.4, 50_000_000);
        await using var prometheus = await RealPrometheus.StartAsync(truth.Address);
        await using var api = await TruthfulCluster.StartAsync(truth);
        await using var clusters = await SampledClusters.StartAsync(("lab", api.Address));
        await clusters.UntilAsync(() => clusters.States.GetValueOrDefault("lab")?.LastSampleAt is not null);
        Assert.DoesNotContain("lab (prometheus)", clusters.States.Keys);

        await clusters.Prometheus.SetAsync(new("lab", prometheus.Address, Selector: "job=\"cadvisor\""), Token);
        await clusters.UntilAsync(() => clusters.States.GetValueOrDefault("lab (prometheus)")?.LastSampleAt is not null);

        await clusters.Prometheus.RemoveAsync("lab", Token);
        await clusters.UntilAsync(() => !clusters.States.ContainsKey("lab (prometheus)"));
    }

    /// <summary>A busy machine misses scrapes; a Prometheus knows nothing just then.</summary>
    private static async Task<PrometheusFindings> UntilFoundAsync(Func<Task<PrometheusFindings>> test)
    {
        for (var attempt = 0; ; attempt++)
        {
            var found = await test();
            if (found is { Ok: true, Containers: 2 } || attempt == 60)
            {
                Assert.True(found.Ok, found.Message);
                return found;
            }

            await Task.Delay(250, Token);
        }
    }

    private ContentDirectories Directories() => new(Options.Create(new MeshLabOptions { DataDirectory = _files.Folder }));

    private PrometheusEndpoints Endpoints() => new(Options.Create(_settings), Directories(), () => _keys, Audit);
}
