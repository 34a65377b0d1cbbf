using System.Xml.Linq;

namespace MeshLab.Tests.SupplyChain;

/// <summary>What a package says of its licence, in the description that NuGet keeps beside it.</summary>
internal sealed record PackageLicence(string Licence, string Copyright, string Project)
{
    /// <summary>Licences of packages whose description names none, as their repositories have them.</summary>
    private static readonly Dictionary<string, (string Licence, string Project)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Mono.Cecil"] = ("MIT", "https://github.com/jbevain/cecil"),
        ["NetArchTest.Rules"] = ("MIT", "https://github.com/BenMorris/NetArchTest"),
    };

    public static PackageLicence Of(LockedPackage package)
    {
        var id = package.Id.ToLowerInvariant();
        var file = Path.Combine(Folder(), id, package.Version.ToLowerInvariant(), $"{id}.nuspec");
        var metadata = XDocument.Load(file).Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements().ToLookup(element => element.Name.LocalName);
        var licence = metadata["license"].FirstOrDefault(element => element.Attribute("type")?.Value == "expression")?.Value.Trim();
        var (known, knownProject) = Known.GetValueOrDefault(package.Id);
        return new(
            licence ?? known ?? throw new InvalidOperationException($"{package.Id} {package.Version} names no licence in {file}. Read it in its repository and add it here."),
            OneLine(metadata["copyright"].FirstOrDefault()?.Value) is { Length: > 0 } copyright ? copyright : OneLine(metadata["authors"].FirstOrDefault()?.Value),
            metadata["projectUrl"].FirstOrDefault()?.Value.Trim() is { Length: > 0 } project ? project : metadata["repository"].FirstOrDefault()?.Attribute("url")?.Value ?? knownProject ?? "");
    }

    private static string OneLine(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Folder() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
