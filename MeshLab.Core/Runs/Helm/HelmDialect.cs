using System.Text.RegularExpressions;

namespace MeshLab.Core.Runs.Helm;

/// <summary>
/// What differs between the versions of helm that do (3.14 and newer, 4): the rest of MeshLab, and every scenario, need not know. Helm 4
/// applies server-side and can meet fields of other managers; Helm 3 merges on the client and overwrites them without a word.
/// Sources: <c>helm upgrade --help</c> of 3.18 and 4.1; Helm 4 release notes.
/// </summary>
internal sealed partial record HelmDialect(Version Version)
{
    private const int FirstServerSide = 4;

    /// <summary>Whether objects are applied on the server, so that other managers' fields are conflicts.</summary>
    public bool AppliesServerSide => Version.Major >= FirstServerSide;

    /// <summary>Waits for workloads: Helm 4 has several ways, of which <c>watcher</c> looks at every kind of object.</summary>
    public string Wait => AppliesServerSide ? "--wait=watcher" : "--wait";

    /// <summary>What waiting for a release does with each of its objects: Helm 3 asks for it alone, the watcher of Helm 4 lists and watches its kind.</summary>
    public IReadOnlyList<string> WaitVerbs => AppliesServerSide ? ["list", "watch"] : [];

    /// <summary>Takes fields over from other managers; empty where helm does so anyway.</summary>
    public IReadOnlyList<string> TakeFields => AppliesServerSide ? ["--force-conflicts"] : [];

    /// <summary>A dry run with its release as JSON.</summary>
    public static IReadOnlyList<string> DryRun(bool onServer) => [onServer ? "--dry-run=server" : "--dry-run=client", "--hide-notes", "--output", "json"];

    /// <summary>The conflicts of fields that helm tells of, e.g. <c>.data.colour is owned by somebody</c>; empty when it failed for another reason.</summary>
    public IReadOnlyList<string> Conflicts(string said) =>
        AppliesServerSide ? [.. ConflictPattern().Matches(said).SelectMany(Fields).Distinct(StringComparer.Ordinal)] : [];

    private static IEnumerable<string> Fields(Match match) =>
        match.Groups["fields"].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(field => $"{field.TrimStart('-', ' ')} is owned by {match.Groups["manager"].Value}");

    [GeneratedRegex("""conflicts? with "(?<manager>[^"]+)"[^:\n]*:(?<fields>[ ]*\.[^\n]+|(\n- \.[^\n]+)+)""")]
    private static partial Regex ConflictPattern();
}
