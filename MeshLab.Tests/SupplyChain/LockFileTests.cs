using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace MeshLab.Tests.SupplyChain;

/// <summary>The lock files pin every package by version and hash and say nothing of where it was fetched.</summary>
public sealed partial class LockFileTests
{
    public static TheoryData<string> Projects() => [.. Repository.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void LockFile_HasAHashForEachPackageAndNoAddress(string project)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, project, "packages.lock.json"));

        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        var packages = JsonNode.Parse(text)!["dependencies"]!.AsObject().SelectMany(framework => framework.Value!.AsObject())
            .Where(package => package.Value!["type"]!.GetValue<string>() != "Project").ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.True(package.Value!["contentHash"]?.GetValue<string>() is { Length: > 80 }, $"{package.Key} has no hash"));
    }

    [Fact]
    public void Versions_OfPackages_AreExact()
    {
        var versions = Version().Matches(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"))).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.DoesNotContain(version, sign => "*[](),".Contains(sign, StringComparison.Ordinal)));
    }

    [GeneratedRegex("""<PackageVersion Include="[^"]+" Version="([^"]+)" />""")]
    private static partial Regex Version();
}
