using Bunit;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Tests.Clusters;
using MeshLab.Tests.Runs;
using MeshLab.Tests.Runs.Faults;
using MeshLab.Web.Components;
using MeshLab.Web.Pages.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Xunit;

namespace MeshLab.Tests.Injection;

/// <summary>What a container writes to its log reaches the page of its run, live, and its run's log by way of a command: as text.</summary>
public sealed class PodLogTextTests(RunHost host) : IClassFixture<RunHost>
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task PodLog_OfAContainerThatWritesPayloads_ShowsThemAsText()
    {
        await using var proxy = await FaultProxy.BeforeDemoAsync(host, Token);
        proxy.Fault = async (context, forward) =>
        {
            if (context.Request.Path.Value!.EndsWith("/log", StringComparison.Ordinal))
            {
                await context.Response.WriteAsync(string.Concat(Payloads.Html.Select(payload => $"\u001b[31m{payload}\u001b[0m\n")), Token);
                return;
            }

            await forward();
        };
        await host.WriteScenarioAsync("injected-log", """
            - id: space
              title: Namespace
              namespace: { name: injected-log }
            - id: web
              title: Web
              apply: [web.yaml]
            - id: ready
              title: Ready
              wait: { for: rollout, resource: deployment/web, namespace: injected-log }
            """, "", ("web.yaml", TestManifests.Deployment("injected-log", "web")));
        var started = await host.Runs.StartAsync(new("injected-log", RunAction.Deploy, new Dictionary<string, string> { ["main"] = "proxied" }, new Dictionary<string, string>(), "test"), Token);
        var run = await host.EndedAsync(started.Id);
        Assert.True(run.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        var pod = (await host.Services.GetRequiredService<RunObjects>().GetTreeAsync(run.Id, Token)).SelectMany(space => space.Pods()).First();
        await using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddSingleton(TimeProvider.System);
        context.Services.AddSingleton(host.Services.GetRequiredService<ChangeFeed>());
        context.Services.AddSingleton(host.Services.GetRequiredService<RunObjects>());

        var log = context.Render<PodLog>(parameters => parameters.Add(one => one.RunId, run.Id).Add(one => one.First, $"{pod.Cluster}/{pod.Namespace}/{pod.Name}"));

        log.WaitForAssertion(() => Assert.Equal(Payloads.Html.Count, log.FindAll(".pod-log-line").Count), TimeSpan.FromSeconds(20));
        Assert.All(Payloads.Html, payload => Harmless.RequireText(log, payload));
        Assert.All(Payloads.Html.Zip(log.FindAll(".pod-log-line")), pair => Assert.Equal(Harmless.Words(pair.First), Harmless.Words(pair.Second.TextContent)));
    }
}
