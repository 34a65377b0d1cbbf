using System.Collections.Concurrent;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>Takes pods out of the rotation that answered too many errors in a row, as each caller's proxy saw them.</summary>
internal sealed class OutlierDetection
{
    private readonly ConcurrentDictionary<string, Record> _records = new(StringComparer.Ordinal);

    /// <summary>The pods that are in; all of them when none is left, because Envoy then panics and uses every one.</summary>
    public IReadOnlyList<PodView> Healthy(PodView from, IReadOnlyList<PodView> pods, OutlierRule rule, DateTimeOffset now)
    {
        var healthy = pods.Where(pod => !_records.TryGetValue(Key(from, pod), out var record) || record.OutUntil <= now).ToList();
        return healthy.Count > 0 || rule.MaxEjectionPercent >= 100 && pods.Count == 0 ? healthy : pods;
    }

    public void Note(PodView from, PodView pod, int pods, HttpReply reply, OutlierRule rule, DateTimeOffset now)
    {
        var record = _records.GetOrAdd(Key(from, pod), _ => new Record());
        lock (record)
        {
            if (!(rule.GatewayErrorsOnly ? reply.Code is 502 or 503 or 504 or < 0 : reply.Code is >= 500 or < 0))
            {
                record.InARow = 0;
                return;
            }

            if (++record.InARow < rule.ConsecutiveErrors || record.OutUntil > now)
            {
                return;
            }

            // One pod may always go, whatever the percentage says.
            var prefix = from.Key + ">";
            var alreadyOut = _records.Count(one => one.Key.StartsWith(prefix, StringComparison.Ordinal) && one.Value.OutUntil > now);
            if (alreadyOut == 0 || (alreadyOut + 1) * 100.0 / pods <= rule.MaxEjectionPercent)
            {
                record.Times++;
                record.OutUntil = now + rule.Ejection * record.Times;
                record.InARow = 0;
            }
        }
    }

    private static string Key(PodView from, PodView pod) => $"{from.Key}>{pod.Key}";

    private sealed class Record
    {
        public int InARow { get; set; }

        public int Times { get; set; }

        public DateTimeOffset OutUntil { get; set; }
    }
}
