using Bunit;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Core.Storage;
using MeshLab.Tests.Clusters;
using MeshLab.Web.Pages.Clusters;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Web.Clusters;

public sealed class PrometheusFormTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_AddressAndToken_IsKeptAndNeverShownAgain()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        await using var context = await ContextAsync(host);
        var form = context.Render<PrometheusForm>(parameters => parameters.Add(p => p.Cluster, "lab"));

        await TypeAsync(form, "Address", "https://thanos.example.org");
        await TypeAsync(form, "Bearer token", "very-secret");
        await ClickAsync(form, "Save");

        await form.WaitForAssertionAsync(() => Assert.Contains("Saved.", form.Find("[role=status]").TextContent, StringComparison.Ordinal), _patience);
        Assert.Equal("bearer", context.Services.GetRequiredService<PrometheusEndpoints>().Get("lab")!.Credentials);
        Assert.DoesNotContain("very-secret", form.Markup, StringComparison.Ordinal);
        Assert.Contains("Prometheus (set here)", form.Find("summary").TextContent, StringComparison.Ordinal);
        var again = context.Render<PrometheusForm>(parameters => parameters.Add(p => p.Cluster, "lab"));
        Assert.Contains("https://thanos.example.org", again.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", again.Markup, StringComparison.Ordinal);
        Assert.Contains("Empty: what is kept stays", again.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_NoAddress_SaysWhatToMendAndKeepsNothing()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        await using var context = await ContextAsync(host);
        var form = context.Render<PrometheusForm>(parameters => parameters.Add(p => p.Cluster, "lab"));

        await TypeAsync(form, "Address", "ftp://nowhere");
        await ClickAsync(form, "Save");

        await form.WaitForAssertionAsync(() => Assert.Contains("no http or https address", form.Find("[role=status]").TextContent, StringComparison.Ordinal), _patience);
        Assert.Contains("bad", form.Find("[role=status]").ClassList);
        Assert.Null(context.Services.GetRequiredService<PrometheusEndpoints>().Get("lab"));
    }

    [Fact]
    public async Task TestAndRemove_TellWhatHappened()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        await using var context = await ContextAsync(host);
        await context.Services.GetRequiredService<PrometheusEndpoints>().SetAsync(new("lab", "http://127.0.0.1:1"), Token);
        var form = context.Render<PrometheusForm>(parameters => parameters.Add(p => p.Cluster, "lab"));

        await ClickAsync(form, "Test");
        await form.WaitForAssertionAsync(() => Assert.Contains("cannot be asked", form.Find("[role=status]").TextContent, StringComparison.Ordinal), _patience);
        await ClickAsync(form, "Remove");
        await form.WaitForAssertionAsync(() => Assert.Equal("Removed.", form.Find("[role=status]").TextContent), _patience);

        Assert.DoesNotContain(form.FindAll("button"), button => button.TextContent == "Remove");
        Assert.Equal("Prometheus", form.Find("summary").TextContent);
    }

    [Fact]
    public async Task Remove_WithCredentials_WantsTheClustersName()
    {
        await using var host = await ClustersHost.StartAsync(demo: false);
        await using var context = await ContextAsync(host);
        await context.Services.GetRequiredService<PrometheusEndpoints>().SetAsync(new("lab", "http://127.0.0.1:1", BearerToken: "secret"), Token);
        var form = context.Render<PrometheusForm>(parameters => parameters.Add(p => p.Cluster, "lab"));

        await ClickAsync(form, "Remove");
        Assert.NotNull(context.Services.GetRequiredService<PrometheusEndpoints>().Get("lab"));
        await form.Find("[data-typed-confirmation]").InputAsync("lab");
        await form.Find("form").SubmitAsync();

        await form.WaitForAssertionAsync(() => Assert.Equal("Removed.", form.Find("[role=status]").TextContent), _patience);
        Assert.Empty(form.FindAll("form"));
    }

    private static Task TypeAsync(IRenderedComponent<PrometheusForm> form, string label, string text)
    {
        var field = form.FindAll("label").Single(one => one.TextContent == label).GetAttribute("for")!;
        return form.Find($"#{field}").ChangeAsync(new ChangeEventArgs { Value = text });
    }

    private static Task ClickAsync(IRenderedComponent<PrometheusForm> form, string name) => form.FindAll("button").First(button => button.TextContent.Trim() == name).ClickAsync(new());

    private static async Task<BunitContext> ContextAsync(ClustersHost host)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        host.Register(context.Services, host.Files.Write("config", TestCatalogue.Kubeconfig("lab", "http://127.0.0.1:1")));
        await context.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(Token);
        return context;
    }
}
