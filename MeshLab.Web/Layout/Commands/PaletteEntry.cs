namespace MeshLab.Web.Layout.Commands;

/// <summary>The kinds of things that the palette finds, in the order in which they are shown when they fit equally well.</summary>
public enum PaletteGroup
{
    /// <summary>Pages of the navigation.</summary>
    Pages,

    /// <summary>Things to do.</summary>
    Actions,

    /// <summary>Scenarios.</summary>
    Scenarios,

    /// <summary>Tasks of the roadmap.</summary>
    Tasks,

    /// <summary>The newest runs.</summary>
    Runs,

    /// <summary>Documents, by title and by text.</summary>
    Documents,
}

/// <summary>What happens when an entry is chosen.</summary>
public enum PaletteCommand
{
    /// <summary>The browser goes to the address.</summary>
    Open,

    /// <summary>The browser downloads what is at the address.</summary>
    Download,

    /// <summary>The theme changes from light to dark or back.</summary>
    ToggleTheme,
}

/// <summary>Something that the palette finds.</summary>
/// <param name="Group">What kind it is.</param>
/// <param name="Title">Its name, without Markdown. Words of it count most.</param>
/// <param name="Detail">Where it belongs, or its state; its words count less.</param>
/// <param name="Icon">MudBlazor's icon.</param>
/// <param name="Href">The address; empty when the command needs none.</param>
/// <param name="Command">What choosing it does.</param>
/// <param name="Simulated">Whether it comes from a simulated cluster.</param>
public sealed record PaletteEntry(
    PaletteGroup Group,
    string Title,
    string Detail,
    string Icon,
    string Href,
    PaletteCommand Command = PaletteCommand.Open,
    bool Simulated = false)
{
    /// <summary>The words of the title in small letters.</summary>
    internal IReadOnlyList<string> TitleWords { get; } = WordMatch.WordsOf(Title);

    /// <summary>The words of the detail in small letters.</summary>
    internal IReadOnlyList<string> DetailWords { get; } = WordMatch.WordsOf(Detail);
}
