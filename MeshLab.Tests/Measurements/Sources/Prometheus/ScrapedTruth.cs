using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MeshLab.Tests.Measurements.Sources.Prometheus;

/// <summary>A cAdvisor and a mesh of known truth: counters that grow by the wall clock, restart when told, and a histogram of requests.</summary>
internal sealed class ScrapedTruth : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Container> _containers = new();
    private readonly WebApplication _app;
    private long _requests;

    private ScrapedTruth(WebApplication app) => _app = app;

    /// <summary>The mesh whose histogram counts the requests.</summary>
    public string Mesh { get; set; } = "istio";

    public IReadOnlyList<Container> Containers => [.. _containers.Values];

    public string Address => _app.Urls.First();

    /// <summary>Adds a container, or restarts it: its counter begins at zero.</summary>
    public void Start(string pod, string container, double cores, long memory) => _containers[$"{pod}/{container}"] = new(pod, container, cores, memory, DateTimeOffset.UtcNow);

    public void Stop(string pod, string container) => _containers.TryRemove($"{pod}/{container}", out _);

    /// <summary>Counts requests of 1.5 ms, nine of ten, and 40 ms, one of ten.</summary>
    public void Request(long many) => Interlocked.Add(ref _requests, many);

    public static async Task<ScrapedTruth> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var truth = new ScrapedTruth(app);
        app.MapGet("/metrics", () => Results.Text(truth.Write(), "text/plain"));
        await app.StartAsync();
        return truth;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Write()
    {
        var now = DateTimeOffset.UtcNow;
        var text = new StringBuilder();
        foreach (var one in _containers.Values)
        {
            var labels = $"namespace=\"shop\",pod=\"{one.Pod}\",container=\"{one.Name}\",id=\"/kubepods/{one.Pod}/{one.Name}\",node=\"n1\"";
            var used = one.UsedUntil(now);
            text.Append(CultureInfo.InvariantCulture, $"container_cpu_usage_seconds_total{{{labels},cpu=\"total\"}} {used:F9}\n")
                .Append(CultureInfo.InvariantCulture, $"container_memory_working_set_bytes{{{labels}}} {one.Memory}\n")
                .Append(CultureInfo.InvariantCulture, $"container_start_time_seconds{{{labels}}} {one.StartedAt.ToUnixTimeMilliseconds() / 1000.0:F3}\n");
        }

        // What cAdvisor has besides: the pod's own group and its pause container, which would count the containers again.
        text.Append("container_cpu_usage_seconds_total{namespace=\"shop\",pod=\"frontend\",id=\"/kubepods/frontend\",node=\"n1\",cpu=\"total\"} 1e6\n")
            .Append("container_cpu_usage_seconds_total{namespace=\"shop\",pod=\"frontend\",container=\"POD\",id=\"/pause\",node=\"n1\",cpu=\"total\"} 1e6\n")
            .Append("container_memory_working_set_bytes{namespace=\"shop\",pod=\"odd\",container=\"nan\",node=\"n1\"} NaN\n");
        var requests = Interlocked.Read(ref _requests);
        foreach (var (le, share) in new[] { ("1", 0.0), ("2", 0.9), ("25", 0.9), ("50", 1.0), ("+Inf", 1.0) })
        {
            // Each mesh counts a request on both sides; only the server's may be read.
            var seconds = le == "+Inf" ? le : (double.Parse(le, CultureInfo.InvariantCulture) / 1000).ToString(CultureInfo.InvariantCulture);
            foreach (var side in new[] { true, false })
            {
                text.Append(CultureInfo.InvariantCulture, $"{Mesh switch
                {
                    "linkerd" => $"response_latency_ms_bucket{{direction=\"{(side ? "inbound" : "outbound")}\",deployment=\"backend\",namespace=\"shop\",le=\"{le}\"}}",
                    "cilium" => $"hubble_http_request_duration_seconds_bucket{{reporter=\"{(side ? "server" : "client")}\",destination_workload=\"backend\",destination_namespace=\"shop\",le=\"{seconds}\"}}",
                    _ => $"istio_request_duration_milliseconds_bucket{{reporter=\"{(side ? "destination" : "source")}\",destination_workload=\"backend\",destination_workload_namespace=\"shop\",le=\"{le}\"}}",
                }} {requests * share}\n");
            }
        }

        // Each request is 1,000 bytes and each answer 3,000, counted by both ends, and Linkerd sends 500 to another cluster.
        const string Istio = "source_workload=\"frontend\",source_workload_namespace=\"shop\",source_cluster=\"east\",destination_workload=\"backend\",destination_workload_namespace=\"shop\",destination_cluster=\"east\"";
        const string Linkerd = "namespace=\"shop\",deployment=\"frontend\",dst_namespace=\"shop\",dst_deployment=\"backend\",dst_target_cluster=\"west\"";
        foreach (var reporter in new[] { "source", "destination" })
        {
            text.Append(CultureInfo.InvariantCulture, $"istio_request_bytes_sum{{reporter=\"{reporter}\",{Istio}}} {requests * 1000}\n")
                .Append(CultureInfo.InvariantCulture, $"istio_response_bytes_sum{{reporter=\"{reporter}\",{Istio}}} {requests * 3000}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"tcp_write_bytes_total{{direction=\"outbound\",peer=\"dst\",{Linkerd}}} {requests * 500}\n");
        return text.ToString();
    }

    /// <summary>A container whose use is known.</summary>
    internal sealed record Container(string Pod, string Name, double Cores, long Memory, DateTimeOffset StartedAt)
    {
        /// <summary>Core-seconds since its start.</summary>
        public double UsedUntil(DateTimeOffset time) => Math.Max(0, (time - StartedAt).TotalSeconds) * Cores;
    }
}
