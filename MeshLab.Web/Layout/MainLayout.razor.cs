using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace MeshLab.Web.Layout;

/// <summary>The frame around every page: app bar, navigation, content, and what is shown when a page fails.</summary>
public sealed partial class MainLayout : IDisposable
{
    private bool _navigationOpen = true;
    private ElementReference _content;
    private ErrorBoundary? _errors;

    /// <summary>Who looks at the page; without a role there is nothing to navigate to.</summary>
    [CascadingParameter]
    public Person Person { get; set; } = Person.Local;

    /// <summary>Where the browser is.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    // A bare "#content" would be resolved against <base href="/"> and leave the page.
    private string SkipHref => $"{new Uri(Navigation.Uri).AbsolutePath}#content";

    /// <inheritdoc/>
    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;

    /// <inheritdoc/>
    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => RecoverFromError();

    private void RecoverFromError() => _errors?.Recover();

    private void ToggleNavigation() => _navigationOpen = !_navigationOpen;

    private async Task FocusContentAsync() => await _content.FocusAsync();
}
