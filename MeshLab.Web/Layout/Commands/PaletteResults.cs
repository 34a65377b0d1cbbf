namespace MeshLab.Web.Layout.Commands;

/// <summary>Entries of one group that fit what was typed, the best first.</summary>
/// <param name="Group">The group.</param>
/// <param name="Entries">Its entries.</param>
public sealed record PaletteResults(PaletteGroup Group, IReadOnlyList<PaletteEntry> Entries)
{
    private const int ShownOfAGroup = 7;
    private const int NewestRuns = 3;

    /// <summary>The groups that fit, the one with the best entry first. With nothing typed: the pages, the actions and the newest runs.</summary>
    internal static IReadOnlyList<PaletteResults> Find(IReadOnlyList<PaletteEntry> entries, string text)
    {
        var words = WordMatch.WordsOf(text);
        return words.Count == 0
            ? [.. entries.GroupBy(entry => entry.Group).OrderBy(group => group.Key).Select(Start).Where(group => group.Entries.Count > 0)]
            : [.. entries
                .Select(entry => (Entry: entry, Score: WordMatch.Score(words, entry)))
                .Where(found => found.Score is not null)
                .GroupBy(found => found.Entry.Group)
                .OrderByDescending(group => group.Max(found => found.Score))
                .ThenBy(group => group.Key)
                .Select(group => new PaletteResults(group.Key, [.. group.OrderByDescending(found => found.Score).Take(ShownOfAGroup).Select(found => found.Entry)]))];
    }

    private static PaletteResults Start(IGrouping<PaletteGroup, PaletteEntry> group) => new(group.Key, group.Key switch
    {
        PaletteGroup.Pages => [.. group],
        PaletteGroup.Actions => [.. group.Where(entry => !entry.Href.StartsWith("/scenarios/", StringComparison.Ordinal))],
        PaletteGroup.Runs => [.. group.Take(NewestRuns)],
        _ => [],
    });
}
