using System.Diagnostics.Tracing;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Diagnostics.NETCore.Client;

namespace MeshLab.Tests.Load;

/// <summary>Memory of a .NET process after a full collection, in bytes: what it really keeps, and not what happens to lie about.</summary>
/// <param name="Live">Bytes of objects that are in use.</param>
/// <param name="Committed">Bytes that the collector has from the system, the free ones among them.</param>
internal sealed partial record ManagedMemory(double Live, double Committed)
{
    /// <summary>The runtime collects everything when a listener asks for this keyword (<c>GCHeapCollect</c>).</summary>
    private const long CollectEverything = 0x800000;

    /// <summary>Two collections: what had a finalizer goes with the second.</summary>
    private const int Collections = 2;

    /// <summary>Has a process collect all its garbage and reads from its metrics what is left.</summary>
    /// <param name="process">The process's number.</param>
    /// <param name="http">A client of its address, whose <c>/metrics</c> are read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ManagedMemory> ReadAsync(int process, HttpClient http, CancellationToken cancellationToken)
    {
        for (var collection = 0; collection < Collections; collection++)
        {
            var before = await CountAsync(http, cancellationToken);
            using var session = await new DiagnosticsClient(process).StartEventPipeSessionAsync(
                [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectEverything)], requestRundown: false, token: cancellationToken);
            var events = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
            while (await CountAsync(http, cancellationToken) == before)
            {
                await Task.Delay(20, cancellationToken);
            }

            await session.StopAsync(cancellationToken);
            await events;
        }

        var metrics = await MetricsAsync(http, cancellationToken);
        return new(Sum(metrics, HeapSize()), Sum(metrics, CommittedSize()));
    }

    private static async Task<double> CountAsync(HttpClient http, CancellationToken cancellationToken) => Sum(await MetricsAsync(http, cancellationToken), FullCollections());

    private static Task<string> MetricsAsync(HttpClient http, CancellationToken cancellationToken) => http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);

    private static double Sum(string metrics, Regex metric) => metric.Matches(metrics).Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("^dotnet_gc_collections_total{[^}]*generation=\"gen2\"[^}]*} ([0-9.eE+]+)", RegexOptions.Multiline)]
    private static partial Regex FullCollections();

    [GeneratedRegex("^dotnet_gc_last_collection_heap_size_bytes{[^}]*} ([0-9.eE+]+)", RegexOptions.Multiline)]
    private static partial Regex HeapSize();

    [GeneratedRegex("^dotnet_gc_last_collection_memory_committed_size_bytes{[^}]*} ([0-9.eE+]+)", RegexOptions.Multiline)]
    private static partial Regex CommittedSize();
}
