using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MeshLab.Web.Pages.Overview;

/// <summary>
/// The way from a fresh install to figures of one's own. Each step ticks itself. Shown until all is done or somebody hides it in their browser;
/// <c>/?guide=show</c> brings it back.
/// </summary>
public sealed partial class FirstSteps
{
    private const string Asked = "show";
    private const string KindCommands = "kind create cluster --name mesh-lab\nkubectl --context kind-mesh-lab get nodes\nhelm version --short";

    private FirstStepsState? _state;
    private bool _begun;
    private string? _recalled;

    /// <summary><c>show</c> shows the steps even when they are done or were hidden.</summary>
    [SupplyParameterFromQuery(Name = "guide")]
    public string? Guide { get; set; }

    /// <summary>Knows what is done.</summary>
    [Inject]
    public required FirstStepsReader Reader { get; set; }

    /// <summary>The browser, which remembers that the steps were hidden.</summary>
    [Inject]
    public required IJSRuntime Js { get; set; }

    /// <summary>Holds the address.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    private bool IsAskedFor => Guide == Asked;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // Once all is done, nothing can be undone that matters here.
        Listen<RunChanged>(_ => _begun);
        Listen<RoadmapChanged>(_ => _begun);
        Listen<ClustersChanged>(_ => _begun);
        Listen<ScenariosChanged>(_ => _begun);
        Listen<SamplesStored>(_ => _state is { Deployed: true, Measured: false });
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _state = await Reader.ReadAsync(cancellationToken);

        // Whoever sees the last step done goes on seeing the list; the next visit has it no more.
        _begun |= !_state.AllDone;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Guide == _recalled)
        {
            return;
        }

        _recalled = Guide;
        if (IsAskedFor)
        {
            await CallAsync("recall");
        }
    }

    private async Task DismissAsync()
    {
        await CallAsync("dismiss");
        if (IsAskedFor)
        {
            Navigation.NavigateTo("/");
        }
    }

    private async Task CallAsync(string function)
    {
        try
        {
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", Disposed, "./Pages/Overview/FirstSteps.razor.js");
            await module.InvokeVoidAsync(function, Disposed);
        }
        catch (Exception error) when (error is JSDisconnectedException or OperationCanceledException)
        {
            // The browser went away.
        }
    }
}
