namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>
/// A run of load: connections that each send one request after the other, in the cluster's time. Real time passes twelve times as fast as
/// the run's, so half a minute of load takes two and a half seconds, and what changes in the cluster meanwhile is met on the way.
/// </summary>
internal sealed class LoadRun(CommandContext context, FortioOptions options)
{
    /// <summary>How many seconds of the cluster's time pass in a real one while a command runs.</summary>
    public const double Compression = 12;

    private static readonly TimeSpan EndSlack = TimeSpan.FromMilliseconds(500);
    private const int MostCallsAhead = 200;
    private static readonly TimeSpan PaceStep = TimeSpan.FromMilliseconds(20);

    public Histogram Durations { get; } = new(0, options.Resolution);

    public Histogram Errors { get; } = new(0, options.Resolution);

    public Histogram Sleeps { get; } = new(-0.001, 0.001);

    public Histogram Sizes { get; } = new(0, 100);

    public Histogram HeaderSizes { get; } = new(0, 5);

    public SortedDictionary<int, long> Codes { get; } = [];

    public int Threads { get; private set; }

    public long[] Sockets { get; private set; } = [];

    public TimeSpan Elapsed { get; private set; }

    public long CallsEach { get; private set; }

    public long LeftOver { get; private set; }

    public bool IsPaced => options.Qps > 0;

    /// <summary>Shares the calls out to the connections as Fortio does; its warnings.</summary>
    public IReadOnlyList<string> Prepare()
    {
        var warnings = new List<string>();
        Threads = options.Connections;
        var total = options.Calls;
        if (IsPaced)
        {
            total = options.Calls > 0 ? options.Calls : options.Duration > TimeSpan.Zero ? (long)(options.Qps * options.Duration.TotalSeconds) : long.MaxValue;
            if (total < 2)
            {
                warnings.Add("Increasing the number of calls to the minimum of 2 with 1 thread. total duration will increase");
                total = 2;
                Threads = 1;
            }

            if (2L * Threads > total)
            {
                var fewer = (int)(total / 2);
                warnings.Add($"Lowering number of threads - total call {total} -> lowering from {Threads} to {fewer} threads");
                Threads = fewer;
            }
        }

        CallsEach = total == 0 ? long.MaxValue : total / Threads;
        LeftOver = options.Calls > 0 ? Math.Max(0, options.Calls - CallsEach * Threads) : 0;
        Sockets = new long[Threads];
        return warnings;
    }

    /// <summary>Sends one request a connection before the run; the first that fails, or null.</summary>
    public HttpReply? WarmUp()
    {
        HttpReply? failed = null;
        for (var thread = 0; thread < options.Connections; thread++)
        {
            var reply = InTime(context.Send(options.Call!));
            failed ??= IsOk(reply.Code) ? null : reply;
        }

        return failed;
    }

    public async Task RunAsync()
    {
        var clock = context.Clock;
        var start = clock.GetUtcNow();
        var began = clock.GetTimestamp();
        var playback = new LedgerPlayback(context.Pod.Key, clock, start);
        context.Play(playback);
        try
        {
            await RunAsync(start, began, playback);
        }
        finally
        {
            playback.Take(context.Session);
            playback.Complete();
        }
    }

    private async Task RunAsync(DateTimeOffset start, long began, LedgerPlayback playback)
    {
        var queue = new PriorityQueue<int, (TimeSpan Time, long Order)>();
        var threads = Enumerable.Range(0, Threads).Select(index => new Connection(CallsEach + (index == 0 ? LeftOver : 0))).ToArray();
        var interval = IsPaced ? TimeSpan.FromSeconds(Threads / options.Qps) : TimeSpan.Zero;
        long order = 0;
        for (var thread = 0; thread < Threads; thread++)
        {
            threads[thread].Offset = options.Uniform ? interval * thread / Threads : TimeSpan.Zero;
            queue.Enqueue(thread, (threads[thread].Offset, order++));
        }

        var sinceWait = 0;

        // The last call of a paced run is due at its very end.
        var limit = options.Calls > 0 || options.Duration <= TimeSpan.Zero ? TimeSpan.MaxValue : options.Duration + (IsPaced ? EndSlack : TimeSpan.Zero);
        while (queue.TryDequeue(out var thread, out var next))
        {
            if (next.Time >= limit)
            {
                continue;
            }

            if (++sinceWait >= MostCallsAhead || next.Time / Compression - context.Clock.GetElapsedTime(began) > PaceStep)
            {
                sinceWait = 0;
                playback.Take(context.Session);
                await PaceAsync(next.Time / Compression - context.Clock.GetElapsedTime(began));
            }

            var connection = threads[thread];
            var end = next.Time + Call(connection, thread, start + next.Time);
            Elapsed = end > Elapsed ? end : Elapsed;
            if (--connection.Left > 0 && !connection.Aborted)
            {
                queue.Enqueue(thread, (Sleep(connection, interval, end), order++));
            }
        }
    }

    private async Task PaceAsync(TimeSpan ahead)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (ahead > TimeSpan.Zero)
        {
            await Task.Delay(ahead, context.Clock, context.CancellationToken);
        }
        else
        {
            await Task.Yield();
        }
    }

    private TimeSpan Call(Connection connection, int thread, DateTimeOffset at)
    {
        if (!options.KeepAlive || connection.Pods is null)
        {
            connection.Pods = new Dictionary<string, string>(StringComparer.Ordinal);
            Sockets[thread]++;
        }

        var reply = InTime(context.Engine.Send(context.Pod, options.Call!, new TrafficMoment(context.Session, at, connection.Pods)));
        var seconds = reply.Took.TotalSeconds;
        Durations.Record(seconds);
        Codes[reply.Code] = Codes.GetValueOrDefault(reply.Code) + 1;
        var head = reply.IsFailure ? 0 : 60 + reply.Headers.Sum(one => one.Key.Length + one.Value.Length + 4);
        HeaderSizes.Record(head);
        Sizes.Record(head + reply.Body.Length);
        if (!IsOk(reply.Code))
        {
            Errors.Record(seconds);
        }

        if (reply.IsFailure)
        {
            // A connection that failed is made anew.
            connection.Pods = null;
        }

        connection.Done++;
        connection.Aborted = options.AbortOn != 0 && reply.Code == options.AbortOn;
        return reply.Took;
    }

    /// <summary>When the connection sends its next request: at its turn, or at once when it is late.</summary>
    private TimeSpan Sleep(Connection connection, TimeSpan interval, TimeSpan now)
    {
        if (!IsPaced)
        {
            return now;
        }

        var jitter = options.Jitter ? interval * 0.1 * (2 * context.Session.Random.NextDouble() - 1) : TimeSpan.Zero;
        var turn = connection.Offset + interval * connection.Turn + jitter;
        Sleeps.Record((turn - now).TotalSeconds);
        if (options.NoCatchUp && turn < now)
        {
            connection.Offset += now - turn;
        }

        return turn > now ? turn : now;
    }

    private HttpReply InTime(HttpReply reply) => reply.Took <= options.Timeout
        ? reply
        : new HttpReply(HttpReply.NoAnswer, "", options.Timeout) { Failure = "i/o timeout" };

    /// <summary>Fortio counts 2xx and 418 as good.</summary>
    private static bool IsOk(int code) => code is >= 200 and <= 299 or 418;

    private sealed class Connection(long calls)
    {
        private readonly long _calls = calls;

        public long Left { get; set; } = calls;

        /// <summary>How many intervals after the start the next call is due: Fortio spreads the calls so that the last one falls on the run's end.</summary>
        public double Turn => _calls is 1 or long.MaxValue ? Done : Done + (double)Done / (_calls - 1);

        public long Done { get; set; }

        public bool Aborted { get; set; }

        public TimeSpan Offset { get; set; }

        /// <summary>The pods the connection leads to; null while it is not made.</summary>
        public Dictionary<string, string>? Pods { get; set; }
    }
}
