namespace MeshLab.Web.Pages.Overview;

/// <summary>Registers what the overview needs beside Core.</summary>
public static class OverviewRegistration
{
    /// <summary>Adds <see cref="FirstStepsReader"/> and <see cref="TaskSuggestion"/>.</summary>
    public static IServiceCollection AddOverview(this IServiceCollection services) => services
        .AddSingleton<FirstStepsReader>()
        .AddSingleton<TaskSuggestion>();
}
