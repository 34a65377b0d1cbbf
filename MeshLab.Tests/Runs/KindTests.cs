using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>The kind step with a stand-in for kind, whose clusters are the demo cluster under another name.</summary>
public sealed class KindTests(RunHost host) : IClassFixture<RunHost>
{
    private string Made => Path.Combine(host.Folder, "kind-clusters");

    private string Calls => Path.Combine(host.Folder, "kind-calls");

    [Fact]
    public async Task Deploy_ClusterThatIsNotThereYet_IsMadeAndUsed()
    {
        await PrepareAsync("kind-new");

        var run = await RunAsync("kind-new");

        Assert.True(run.Status == RunStatus.Succeeded, $"{run.Error}\n{await host.LogAsync(run.Id)}");
        Assert.Equal(["get clusters", "create cluster --name kind-new --wait 3m"], (await File.ReadAllLinesAsync(Calls)).Where(call => call != "version"));
        Assert.False(run.Simulated);
        Assert.NotNull(await host.Demo.GetAsync(new("v1", "Namespace", null, "kind-new"), CancellationToken.None));
    }

    [Fact]
    public async Task Deploy_CutOffWhileTheClusterWasMade_MakesItAnew()
    {
        await PrepareAsync("kind-half");
        await File.WriteAllTextAsync(Made + ".slow", "");
        var run = await StartAsync("kind-half");
        await host.UntilAsync(run.Id, _ => File.Exists(Made) && File.ReadAllText(Made).Contains("kind-half", StringComparison.Ordinal));
        await host.StopAsync();
        File.Delete(Made + ".slow");
        await host.StartAsync();

        var ended = await host.EndedAsync(run.Id);

        Assert.True(ended.Status == RunStatus.Succeeded, $"{ended.Error}\n{await host.LogAsync(run.Id)}");
        Assert.Contains("was not made to its end", await host.LogAsync(run.Id));
        Assert.Contains("delete cluster --name kind-half", await File.ReadAllLinesAsync(Calls));
        await using var database = await host.Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync();
        Assert.False((await database.Set<InventoryRow>().SingleAsync(row => row.RunId == run.Id && row.ApiVersion == "kind")).Existed);
    }

    private async Task<Run> RunAsync(string name) => await host.EndedAsync((await StartAsync(name)).Id);

    private Task<Run> StartAsync(string name) => host.Runs.StartAsync(
        new RunRequest(name, RunAction.Deploy, new Dictionary<string, string> { ["main"] = $"kind-{name}" }, new Dictionary<string, string>(), "test"), CancellationToken.None);

    private async Task PrepareAsync(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        File.Delete(Made);
        File.Delete(Calls);
        var tools = Directory.CreateDirectory(Path.Combine(host.Folder, "data", "tools")).FullName;
        var kind = Path.Combine(tools, "kind");
        await File.WriteAllTextAsync(kind, $$"""
            #!/bin/sh
            echo "$*" >> '{{Calls}}'
            case "$1" in
            get) cat '{{Made}}' 2>/dev/null || true;;
            delete) rm -f '{{Made}}';;
            create)
              echo "$4" > '{{Made}}'
              if [ -e '{{Made}}.slow' ]; then exec sleep 60; fi
              server=$(sed -n 's|^ *server: \(.*/clusters/demo\)$|\1|p' '{{host.Folder}}/data/demo-kubeconfig.yaml')
              cat > "$KUBECONFIG" <<END
            apiVersion: v1
            kind: Config
            clusters:
            - name: kind-$4
              cluster:
                server: $server
            users:
            - name: kind-$4
              user:
                token: none
            contexts:
            - name: kind-$4
              context:
                cluster: kind-$4
                user: kind-$4
            END
              ;;
            esac

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(kind, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await host.WriteScenarioAsync(name, $$"""
            - id: cluster
              title: Cluster
              kind: { name: {{name}} }
            - id: space
              title: Namespace
              namespace: { name: {{name}} }
            """, """
            tools:
              - { name: kind }
            """);
    }
}
