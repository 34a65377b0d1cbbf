using MeshLab.Core.Changes;
using MeshLab.Core.Storage;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>
/// A component that reads from services and reads again when the change feed says so. Changes are gathered for 100 ms, so that
/// a storm of them costs one read and one render; reads never overlap.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _disposed = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly List<IDisposable> _subscriptions = [];
    private int _pending;
    private int _asking;

    /// <summary>The change feed of this process.</summary>
    [Inject]
    public required ChangeFeed Changes { get; set; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>True until the first read ended, with or without success.</summary>
    protected bool Loading { get; private set; } = true;

    /// <summary>Why the last read failed; null when it did not.</summary>
    protected Exception? LoadError { get; private set; }

    /// <summary>Cancelled when the component goes away.</summary>
    protected CancellationToken Disposed => _disposed.Token;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        await _disposed.CancelAsync();
        _subscriptions.ForEach(subscription => subscription.Dispose());
        await DisposeAsyncCore();
    }

    /// <summary>Reads what the component shows. Called once at first and after matching changes.</summary>
    protected virtual Task ReloadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Releases what a derived component holds.</summary>
    protected virtual ValueTask DisposeAsyncCore() => ValueTask.CompletedTask;

    /// <summary>Reads again after changes of type <typeparamref name="TChange"/>; with a condition, only after those that meet it.</summary>
    protected void Listen<TChange>(Func<TChange, bool>? when = null)
        where TChange : class
    {
        _subscriptions.Add(Changes.Subscribe<TChange>(change =>
        {
            if (when is null || when(change))
            {
                ScheduleReload();
            }
        }));
        _subscriptions.Add(Changes.Subscribe<ChangesMissed>(_ => ScheduleReload()));
    }

    /// <summary>Reads again at once, e.g. after a button or a new route parameter.</summary>
    protected async Task RefreshAsync()
    {
        try
        {
            await _reading.WaitAsync(Disposed);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await ReloadAsync(Disposed);
            LoadError = null;
        }
        catch (OperationCanceledException) when (Disposed.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error) when (StorageFailure.Reason(error) is not null)
        {
            // What was read before stays; the layout says that the database is away.
            LoadError = Loading ? new StorageException($"The database cannot be used just now: {StorageFailure.Reason(error)}. It is asked again every few seconds.", error) : LoadError;
            AskAgainLater();
        }
#pragma warning disable CA1031 // Whatever else a service throws is shown where its data would be.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LoadError = error;
        }
        finally
        {
            Loading = false;
            _reading.Release();
        }

        if (!Disposed.IsCancellationRequested)
        {
            StateHasChanged();
        }
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => RefreshAsync();

    private void AskAgainLater()
    {
        if (Interlocked.Exchange(ref _asking, 1) == 0)
        {
            _ = ReloadAfterAsync(AskAgain, () => Interlocked.Exchange(ref _asking, 0));
        }
    }

    private void ScheduleReload()
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0)
        {
            _ = ReloadAfterAsync(BatchWindow, () => Interlocked.Exchange(ref _pending, 0));
        }
    }

    private async Task ReloadAfterAsync(TimeSpan time, Action begin)
    {
        try
        {
            await Task.Delay(time, Clock, Disposed);
            begin();
            await InvokeAsync(RefreshAsync);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The page went away while it waited.
        }
    }
}
