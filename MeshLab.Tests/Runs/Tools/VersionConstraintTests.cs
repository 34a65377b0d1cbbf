using MeshLab.Core.Runs.Tools;
using Xunit;

namespace MeshLab.Tests.Runs.Tools;

public sealed class VersionConstraintTests
{
    [Theory]
    [InlineData(">=3.14", "3.14.0", true)]
    [InlineData(">=3.14", "3.13.9", false)]
    [InlineData(">=3.14", "4.1.0", true)]
    [InlineData(">=1.2 <2", "2.0.0", false)]
    [InlineData(">=1.2, <2", "1.9.9", true)]
    [InlineData("=1.2.3", "1.2.3", true)]
    [InlineData("!=1.2.3", "1.2.3", false)]
    public void Allows_ComparesPartByPart(string constraint, string version, bool allowed) =>
        Assert.Equal(allowed, VersionConstraint.Allows(constraint, Version.Parse(version)));

    [Theory]
    [InlineData("v4.1.0+g4553a0a", "4.1.0")]
    [InlineData("Client Version: v1.34.1\nKustomize Version: v5.7.1", "1.34.1")]
    [InlineData("kind v0.30.0 go1.24.6 linux/amd64", "0.30.0")]
    [InlineData("client version: 1.30.3", "1.30.3")]
    public void Find_TakesTheFirstVersionAToolPrints(string output, string version) =>
        Assert.Equal(Version.Parse(version), VersionConstraint.Find(output));

    [Fact]
    public void Allows_WithoutASense_SaysSo() => Assert.Throws<FormatException>(() => VersionConstraint.Allows("new enough", new Version(1, 0, 0)));
}
