namespace MeshLab.Core.Documents;

/// <summary>How documents are named and grouped by their paths.</summary>
internal static class DocumentPaths
{
    private const string Extension = ".md";
    private const string Readme = "README.md";

    private static readonly (string Folder, string Group)[] Groups = [("", "Guides"), ("adrs", "Decision records"), ("patterns", "Patterns")];

    /// <summary>Orders paths by name, a folder's README first.</summary>
    public static IComparer<string> ReadmeFirst { get; } = Comparer<string>.Create((left, right) =>
        (IsReadme(right).CompareTo(IsReadme(left)), string.CompareOrdinal(left, right)) is var (byReadme, byName) && byReadme != 0 ? byReadme : byName);

    /// <summary>Whether somebody who asks for <paramref name="wanted"/> means the document at <paramref name="path"/>.</summary>
    public static bool Fits(string path, string wanted) =>
        path.Equals(wanted, StringComparison.Ordinal)
        || path.Equals(wanted + Extension, StringComparison.Ordinal)
        || path.Equals($"{wanted}/{Readme}", StringComparison.Ordinal);

    /// <summary>The group's name.</summary>
    public static string GroupOf(string path) => Array.Find(Groups, group => group.Folder == FolderOf(path)).Group ?? FolderOf(path);

    /// <summary>The group's place in a list.</summary>
    public static int GroupOrder(string path) => Array.FindIndex(Groups, group => group.Folder == FolderOf(path)) is var place and >= 0 ? place : Groups.Length;

    private static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    private static bool IsReadme(string path) => path.EndsWith(Readme, StringComparison.OrdinalIgnoreCase);
}
