using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Clusters;

/// <summary>Sets, tests and removes the Prometheus of a cluster. Credentials are typed in and never shown again.</summary>
public sealed partial class PrometheusForm : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private PrometheusSetting? _setting;
    private string _url = "";
    private string _service = "";
    private string _selector = "";
    private string _user = "";
    private string _password = "";
    private string _bearerToken = "";
    private string _caPem = "";
    private string _said = "";
    private bool _bad;
    private bool _testing;
    private bool _open;
    private bool _removing;

    /// <summary>The cluster.</summary>
    [Parameter]
    [EditorRequired]
    public string Cluster { get; set; } = "";

    /// <summary>Called when it was set or removed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Where it is kept.</summary>
    [Inject]
    public required PrometheusEndpoints Endpoints { get; set; }

    /// <summary>What tests it.</summary>
    [Inject]
    public required PrometheusProbe Probe { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        try
        {
            Load();
        }
        catch (ClusterException error)
        {
            (_said, _bad, _open) = (error.Message, true, true);
        }
    }

    private void Load()
    {
        _setting = Endpoints.Get(Cluster);
        var own = _setting is { FromSettings: false } set ? set : null;
        (_url, _service, _selector, _user) = (own?.Url ?? "", own?.Service ?? "", own?.Selector ?? "", own?.User ?? "");
        (_password, _bearerToken, _caPem) = ("", "", "");
    }

    /// <summary>What an empty field of a secret means.</summary>
    private string Kept(string credentials) => _setting is { FromSettings: false } own && own.Credentials == credentials ? "Empty: what is kept stays" : "";

    private PrometheusInput Input()
    {
        // Kept secrets stay where the field is empty, unless the other kind of credentials was given.
        var (basic, bearer) = (_user.Trim().Length > 0, _bearerToken.Length > 0);
        return new(Cluster, _url, _service, _selector, bearer && _setting?.Credentials == "basic" ? "" : _user,
            Secret(_password, basic), basic ? "" : Secret(_bearerToken, keep: true), Secret(_caPem, keep: true));

        static string? Secret(string text, bool keep) => text.Length > 0 ? text : keep ? null : "";
    }

    private async Task TestAsync()
    {
        var disposed = _disposed.Token;
        _testing = true;
        try
        {
            var found = await Probe.TestAsync(Input(), disposed);
            (_said, _bad) = (found.Message, !found.Ok);
        }
        catch (OperationCanceledException) when (disposed.IsCancellationRequested)
        {
            // The page went away meanwhile.
        }
        finally
        {
            _testing = false;
        }
    }

    private Task SaveAsync() => ChangeAsync(async () =>
    {
        await Endpoints.SetAsync(Input(), _disposed.Token);
        return "Saved. It is read while the cluster is sampled.";
    });

    /// <summary>An address can be typed again at any time; credentials that nobody has at hand cannot.</summary>
    private Task AskOrRemoveAsync()
    {
        _removing = _setting is { FromSettings: false, Credentials: "basic" or "bearer" };
        return _removing ? Task.CompletedTask : RemoveAsync();
    }

    private Task RemoveAsync() => ChangeAsync(async () =>
    {
        _removing = false;
        await Endpoints.RemoveAsync(Cluster, _disposed.Token);
        return "Removed.";
    });

    private async Task ChangeAsync(Func<Task<string>> change)
    {
        try
        {
            _said = await change();
            _bad = false;
            Load();
            await OnChanged.InvokeAsync();
        }
        catch (ClusterException error)
        {
            (_said, _bad) = (error.Message, true);
        }
    }
}
