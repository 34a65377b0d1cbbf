namespace MeshLab.Web.Pages.Checklist;

/// <summary>Registers what the checklist page needs beside Core.</summary>
public static class ChecklistRegistration
{
    /// <summary>Adds <see cref="TaskCoverage"/>.</summary>
    public static IServiceCollection AddChecklist(this IServiceCollection services) => services.AddSingleton<TaskCoverage>();
}
