namespace MeshLab.Web.Layout.Commands;

/// <summary>Registers what the command palette needs.</summary>
public static class CommandsRegistration
{
    /// <summary>Adds <see cref="PaletteIndex"/>.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services) => services.AddSingleton<PaletteIndex>();
}
