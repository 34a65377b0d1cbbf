using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Changes;

/// <summary>
/// Tells pages and services that something changed, in this process or, on a shared database, in another (<see cref="SharedChange"/>). A change is a small record that says what to read again,
/// never the data itself. Handlers run on the publisher's thread and must return at once: a page batches and re-reads.
/// </summary>
public sealed partial class ChangeFeed(ILogger<ChangeFeed> logger)
{
    [ThreadStatic]
    private static bool _receiving;

    private Action<object>? _forward;
    private ImmutableDictionary<Type, ImmutableList<Delegate>> _handlers = ImmutableDictionary<Type, ImmutableList<Delegate>>.Empty;

    /// <summary>Calls <paramref name="handler"/> for each change of type <typeparamref name="TChange"/> until the result is disposed.</summary>
    public IDisposable Subscribe<TChange>(Action<TChange> handler)
        where TChange : class
    {
        ImmutableInterlocked.AddOrUpdate(ref _handlers, typeof(TChange), [handler], (_, list) => list.Add(handler));
        return new Subscription(() => ImmutableInterlocked.AddOrUpdate(ref _handlers, typeof(TChange), [], (_, list) => list.Remove(handler)));
    }

    /// <summary>Hands <paramref name="change"/> to every subscriber. A subscriber that throws is logged and does not stop the others.</summary>
    public void Publish<TChange>(TChange change)
        where TChange : class
    {
        if (!_receiving)
        {
            Volatile.Read(ref _forward)?.Invoke(change);
        }

        if (!_handlers.TryGetValue(typeof(TChange), out var handlers))
        {
            return;
        }

        foreach (var handler in handlers)
        {
            try
            {
                ((Action<TChange>)handler)(change);
            }
#pragma warning disable CA1031 // One broken page must not keep the others from hearing of a change.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogHandlerFailed(logger, typeof(TChange).Name, error);
            }
        }
    }

    /// <summary>Hands every change that is made in this process to <paramref name="forward"/> as well, until the result is disposed.</summary>
    internal IDisposable Forward(Action<object> forward)
    {
        Volatile.Write(ref _forward, forward);
        return new Subscription(() => Volatile.Write(ref _forward, null));
    }

    /// <summary>Publishes what another process told of, without telling it again. Handlers run on this thread.</summary>
    internal static void Receive(Action publish)
    {
        _receiving = true;
        try
        {
            publish();
        }
        finally
        {
            _receiving = false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscriber to {Change} failed")]
    private static partial void LogHandlerFailed(ILogger logger, string change, Exception error);

    private sealed class Subscription(Action dispose) : IDisposable
    {
        private Action? _dispose = dispose;

        public void Dispose() => Interlocked.Exchange(ref _dispose, null)?.Invoke();
    }
}
