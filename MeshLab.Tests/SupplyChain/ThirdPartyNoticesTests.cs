using System.Globalization;
using System.Text;
using Xunit;

namespace MeshLab.Tests.SupplyChain;

/// <summary>
/// THIRD-PARTY-NOTICES.md lists every package of the lock files with the licence that the package itself names. With
/// <c>MESHLAB_WRITE_NOTICES</c> the file is written instead; <c>scripts/third-party-notices.sh</c> does that.
/// </summary>
public sealed class ThirdPartyNoticesTests
{
    /// <summary>Licences under which MeshLab, which is under the MIT licence, may pass a package on.</summary>
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL"];

    private static readonly string File = Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md");

    [Fact]
    public void Notices_AreThoseOfTheLockedPackages()
    {
        var written = Write();
        if (Environment.GetEnvironmentVariable("MESHLAB_WRITE_NOTICES") is { Length: > 0 })
        {
            System.IO.File.WriteAllText(File, written);
        }

        Assert.True(System.IO.File.ReadAllText(File) == written, "THIRD-PARTY-NOTICES.md is not that of the packages. Run scripts/third-party-notices.sh and look at what changed.");
    }

    [Fact]
    public void Packages_ThatAreShipped_HaveALicenceThatLetsThemBe() =>
        Assert.All(LockedPackage.Of("MeshLab.Web"), package => Assert.Contains(PackageLicence.Of(package).Licence, Permissive));

    private static string Write()
    {
        var shipped = LockedPackage.Of("MeshLab.Web");
        var built = Repository.Projects.SelectMany(LockedPackage.Of).Distinct().Except(shipped).OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase).ThenBy(package => package.Version, StringComparer.Ordinal).ToList();
        var text = new StringBuilder("""
            # Third-party notices

            MeshLab is under the MIT licence (see LICENSE). It is built with packages of others, which keep their own licences. This list is written by
            `scripts/third-party-notices.sh` from the lock files and from what each package says of itself; a test holds it against them.

            ## Passed on with MeshLab


            """);
        Table(text, shipped);
        text.Append("""

            The native SQLite library in `SQLitePCLRaw.lib.e_sqlite3` is in the public domain (https://www.sqlite.org/copyright.html). `Plotly.Blazor` carries plotly.js,
            which is under the MIT licence (https://github.com/plotly/plotly.js).

            ## Used to build and test only

            These are not part of a published MeshLab.


            """);
        Table(text, built);
        text.Append(LicenceTexts.All);
        return text.ToString();
    }

    private static void Table(StringBuilder text, IReadOnlyList<LockedPackage> packages)
    {
        text.Append("| package | version | licence | copyright | project |\n| --- | --- | --- | --- | --- |\n");
        foreach (var package in packages)
        {
            var licence = PackageLicence.Of(package);
            text.Append(CultureInfo.InvariantCulture, $"| {package.Id} | {(package.FollowsSdk ? "that of the SDK" : package.Version)} | {licence.Licence} | {licence.Copyright} | {licence.Project} |\n");
        }
    }
}
