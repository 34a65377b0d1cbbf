using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using MeshLab.Tests.Runs;
using MeshLab.Tests.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

/// <summary>What the real application sends by OTLP, received over HTTP.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<(string Signal, string Body)> _received = new();
    private WebApplication? _receiver;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _receiver = builder.Build();
        _receiver.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);

            // Names in protobuf are plain UTF-8, so they can be looked for without its schema.
            _received.Enqueue((signal, Encoding.Latin1.GetString(body.ToArray())));
            return Results.Bytes([], "application/x-protobuf");
        });
        await _receiver.StartAsync();
    }

    public ValueTask DisposeAsync() => _receiver!.DisposeAsync();

    [Fact]
    public async Task Otlp_EndpointIsSet_GetsTracesMetricsAndLogsOfARun()
    {
        await using var app = new KilledApp();
        app.Environment["MeshLab__OtlpEndpoint"] = _receiver!.Urls.First();
        app.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        app.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        app.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        app.Environment["OTEL_BLRP_SCHEDULE_DELAY"] = "200";
        await app.StartAsync();
        await app.EndAsync(await app.PostRunAsync(ScenarioWay.All().First(way => way.Scenario == "mesh-cost-analysis"), "dryRun"));

        await ReceivedAsync("traces", "run mesh-cost-analysis");
        await ReceivedAsync("traces", "meshlab.run.id");
        await ReceivedAsync("metrics", "meshlab.runs.ended");
        await ReceivedAsync("logs", "mesh-cost-analysis");
        Assert.All(_received, one => Assert.Contains("service.name", one.Body, StringComparison.Ordinal));
    }

    private async Task ReceivedAsync(string signal, string text)
    {
        var waited = Stopwatch.StartNew();
        while (!_received.Any(one => one.Signal == signal && one.Body.Contains(text, StringComparison.Ordinal)))
        {
            Assert.True(waited.Elapsed < Patience, $"no {signal} with '{text}' came; there were {string.Join(", ", _received.CountBy(one => one.Signal))}");
            await Task.Delay(100);
        }
    }
}
