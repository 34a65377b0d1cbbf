namespace MeshLab.Web.Layout;

/// <summary>Which theme a person wants.</summary>
public enum ThemeChoice
{
    /// <summary>The one of the operating system.</summary>
    System,

    /// <summary>Always light.</summary>
    Light,

    /// <summary>Always dark.</summary>
    Dark,
}
