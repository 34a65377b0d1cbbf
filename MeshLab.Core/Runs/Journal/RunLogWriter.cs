using System.Threading.Channels;
using MeshLab.Core.Changes;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Runs.Journal;

/// <summary>
/// Stores log lines in batches: at most 200 lines or 100 ms wait for a transaction. The lines' numbers are taken in that transaction,
/// so they have no gap and no reader sees one line and later another before it. <see cref="FlushAsync"/> returns when everything
/// written before it is stored; the executor calls it before a step's state changes.
/// </summary>
internal sealed partial class RunLogWriter : IAsyncDisposable
{
    private const int LargestBatch = 200;
    private const int LongestLine = 16 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IDbContextFactory<MeshLabDbContext> _databases;
    private readonly RunFence _fence;
    private readonly ChangeFeed _changes;
    private readonly JournalState _state;
    private readonly TimeProvider _clock;
    private readonly ILogger<RunLogWriter> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _pump;

    public RunLogWriter(IDbContextFactory<MeshLabDbContext> databases, RunFence fence, ChangeFeed changes, JournalState state, TimeProvider clock, ILogger<RunLogWriter> logger)
    {
        _databases = databases;
        _fence = fence;
        _changes = changes;
        _state = state;
        _clock = clock;
        _logger = logger;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Queues the lines of a text. Secrets must be masked already.</summary>
    public void Write(long runId, string? step, LogStream stream, string text)
    {
        foreach (var line in Lines(runId, step, stream, text))
        {
            _entries.Writer.TryWrite(new Entry(runId, line, null));
        }
    }

    /// <summary>The rows of a text, not numbered yet.</summary>
    public IReadOnlyList<RunLogLineRow> Lines(long runId, string? step, LogStream stream, string text)
    {
        var time = _clock.GetUtcNow();
        return [.. text.TrimEnd('\n', '\r').Split('\n').Select(line => new RunLogLineRow { RunId = runId, Time = time, Step = step, Stream = stream, Text = Tidy(line) })];
    }

    /// <summary>Returns when every line written so far is in the database.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_entries.Writer.TryWrite(new Entry(0, null, flushed)))
        {
            await flushed.Task.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        _stopping.CancelAfter(TimeSpan.FromSeconds(5));
        await _pump;
        _stopping.Dispose();
    }

    private static string Tidy(string line)
    {
        // A progress line rewrites itself after each carriage return; its last state is what a terminal shows.
        line = line.TrimEnd('\r');
        line = line[(line.LastIndexOf('\r') + 1)..];
        return line.Length <= LongestLine ? line : $"{line[..LongestLine]} … ({line.Length - LongestLine} more characters)";
    }

    private async Task PumpAsync()
    {
        var batch = new List<RunLogLineRow>(LargestBatch);
        var waiting = new List<TaskCompletionSource>();
        while (await _entries.Reader.WaitToReadAsync())
        {
            var until = _clock.GetTimestamp();
            while (batch.Count < LargestBatch && waiting.Count == 0)
            {
                if (!_entries.Reader.TryRead(out var entry))
                {
                    var left = LongestWait - _clock.GetElapsedTime(until);
                    if (left <= TimeSpan.Zero || !await MoreWithinAsync(left))
                    {
                        break;
                    }

                    continue;
                }

                if (entry.Line is not null)
                {
                    batch.Add(entry.Line);
                }

                if (entry.Flushed is not null)
                {
                    waiting.Add(entry.Flushed);
                }
            }

            await StoreUntilDoneAsync(batch);
            batch.Clear();
            waiting.ForEach(one => one.TrySetResult());
            waiting.Clear();
        }
    }

    private async Task<bool> MoreWithinAsync(TimeSpan wait)
    {
        using var timeout = new CancellationTokenSource(wait, _clock);
        try
        {
            return await _entries.Reader.WaitToReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The journal is the truth: a batch that cannot be stored is tried again and never dropped while the process lives.</summary>
    private async Task StoreUntilDoneAsync(List<RunLogLineRow> batch)
    {
        while (batch.Count > 0)
        {
            try
            {
                await StoreAsync(batch);
                _state.Work();
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogNotStored(_logger, batch.Count, error);
                if (_state.Problem is null && _state.Fail(error) is not null)
                {
                    batch.Select(line => line.RunId).Distinct().ToList().ForEach(run => _changes.Publish(new RunChanged(run)));
                }

                if (_stopping.IsCancellationRequested)
                {
                    return;
                }

                await Task.Delay(TimeSpan.FromSeconds(1), _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task StoreAsync(List<RunLogLineRow> batch)
    {
        await using var database = await _databases.CreateDbContextAsync();
        await using var transaction = await database.Database.BeginTransactionAsync();
        var newest = new Dictionary<long, long>();
        foreach (var lines in batch.GroupBy(line => line.RunId).OrderBy(group => group.Key))
        {
            if (await _fence.IsOthersAsync(database, lines.Key, CancellationToken.None))
            {
                LogNotOurs(_logger, lines.Count(), lines.Key);
                continue;
            }

            var runs = database.Set<RunRow>().Where(run => run.Id == lines.Key);
            var last = await runs.Select(run => run.LastSeq).SingleAsync();
            foreach (var line in lines)
            {
                line.Seq = ++last;
            }

            await runs.ExecuteUpdateAsync(run => run.SetProperty(one => one.LastSeq, last));
            newest[lines.Key] = last;
            database.Set<RunLogLineRow>().AddRange(lines);
        }

        await database.SaveChangesAsync();
        await transaction.CommitAsync();
        foreach (var (run, seq) in newest)
        {
            _changes.Publish(new RunLogAppended(run, seq));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} log lines could not be stored; they are kept and tried again")]
    private static partial void LogNotStored(ILogger logger, int count, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} log lines of run {Run} are left out: another process has taken it over")]
    private static partial void LogNotOurs(ILogger logger, int count, long run);

    private readonly record struct Entry(long RunId, RunLogLineRow? Line, TaskCompletionSource? Flushed);
}
