using Bunit;
using MeshLab.Core.Changes;
using MeshLab.Core.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace MeshLab.Tests.Web.Components;

/// <summary>What the shared components need.</summary>
public sealed class ComponentsHost : BunitContext
{
    public ComponentsHost()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddChanges();
        Services.AddDocuments();
        Services.AddSingleton<TimeProvider>(Clock);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public ChangeFeed Changes => Services.GetRequiredService<ChangeFeed>();
}
