using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Queue;
using MeshLab.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace MeshLab.Tests.Runs.Queue;

public sealed class RunShutdownTests
{
    [Fact]
    public async Task Stop_WhenTheTimeIsOver_EndsWithoutAnErrorAndLosesNoLine()
    {
        await using var host = new RunHost();
        await host.InitializeAsync();
        await host.WriteScenarioAsync("small", "- id: space\n  title: Namespace\n  namespace: { name: shop }");
        var run = await host.RunAsync("small", RunAction.Deploy);
        host.Services.GetRequiredService<RunLogWriter>().Write(run.Id, null, LogStream.MeshLab, "the last line");

        await host.Services.GetServices<IHostedService>().OfType<RunShutdown>().Single().StopAsync(new CancellationToken(canceled: true));

        await Eventually.TrueAsync(async () => (await host.LogAsync(run.Id)).Contains("the last line", StringComparison.Ordinal), "the last line is in the log");
    }
}
