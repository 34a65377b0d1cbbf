using MeshLab.Core.Measurements.Sources;
using Xunit;

namespace MeshLab.Tests.Measurements.Sources;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("15.032s", 15.032)]
    [InlineData("1m0.5s", 60.5)]
    [InlineData("250ms", 0.25)]
    [InlineData("1h2m3s", 3723)]
    public void Read_AsGoWritesThem_IsTheDuration(string text, double seconds) => Assert.Equal(seconds, GoDuration.Read(text)!.Value.TotalSeconds, 6);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("-3s")]
    [InlineData("s")]
    public void Read_Anything_IsNone(string? text) => Assert.Null(GoDuration.Read(text));
}
