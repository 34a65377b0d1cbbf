using System.Text;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Tests.Runs.Faults;
using Xunit;

namespace MeshLab.Tests.Runs.Teardown;

/// <summary>Between MeshLab's look at an object and its deletion somebody else may be faster.</summary>
public sealed class UidPreconditionTests
{
    [Fact]
    public async Task Object_MadeAnewUnderTheSameNameInTheMomentOfItsDeletion_Stays()
    {
        await using var host = await FaultHost.StartAsync(shipped: false);
        using var direct = new HttpClient { BaseAddress = host.Proxy.Upstream };
        await host.Host.WriteScenarioAsync("uid", """
            - id: space
              title: Namespace
              namespace: { name: uid }
            - id: config
              title: Config
              apply: [config.yaml]
            """, "", ("config.yaml", TestManifests.ConfigMap("uid", "config", "ours")));
        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync("uid", RunAction.Deploy)).Status);
        var replaced = 0;
        host.Proxy.Fault = async (context, forward) =>
        {
            if (context.Request.Method == "DELETE" && context.Request.Path.Value!.EndsWith("/configmaps/config", StringComparison.Ordinal) && Interlocked.Exchange(ref replaced, 1) == 0)
            {
                using var gone = await direct.DeleteAsync(context.Request.Path.Value, context.RequestAborted);
                using var theirs = new StringContent("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"config"},"data":{"value":"theirs"}}""", Encoding.UTF8, "application/json");
                using var made = await direct.PostAsync(context.Request.Path.Value[..^"/config".Length], theirs, context.RequestAborted);
                made.EnsureSuccessStatusCode();
            }

            await forward();
        };

        var teardown = await host.RunAsync("uid", RunAction.Teardown);

        Assert.True(teardown.Status == RunStatus.Succeeded, await host.Host.LogAsync(teardown.Id));
        Assert.Equal(1, replaced);
        Assert.Contains("ConfigMap uid/config stays: somebody has made a new one of that name meanwhile", await host.Host.LogAsync(teardown.Id));
        var live = await host.Host.Demo.GetAsync(new ObjectRef("v1", "ConfigMap", "uid", "config"), TestContext.Current.CancellationToken);
        Assert.Equal("theirs", live!["data"]!["value"]!.GetValue<string>());
    }
}
