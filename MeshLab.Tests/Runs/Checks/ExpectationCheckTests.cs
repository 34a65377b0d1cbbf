using MeshLab.Core.Runs.Checks;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Scenarios;
using Xunit;

namespace MeshLab.Tests.Runs.Checks;

public sealed class ExpectationCheckTests
{
    private static readonly Expectation Nothing = new(0, [], [], null, null, new Dictionary<string, ShareExpectation>(), []);

    [Fact]
    public void Share_WithinItsBounds_HoldsAndGivesTheFigures()
    {
        var output = string.Join('\n', Enumerable.Repeat("backend v1", 89).Concat(Enumerable.Repeat("backend v2", 11)));
        var expectation = Nothing with { Label = @"backend (v\d)", Share = new Dictionary<string, ShareExpectation> { ["v2"] = new(0.10, 0.05) } };

        var result = ExpectationCheck.Check(expectation, Result(output));

        Assert.True(result.Held);
        Assert.Equal("v2 11 of 100 (0.11, expected 0.10 ± 0.05)", result.Found);
        Assert.Equal([new("v2", 11, "%", 5, 15, "11 of 100", true)], result.Figures);
        Assert.StartsWith("backend v1\nbackend v1", result.Output);
    }

    [Theory]
    [InlineData(0.16, false)]
    [InlineData(0.15, true)]
    public void Share_AtItsBound_IsExact(double share, bool holds)
    {
        var hits = (int)Math.Round(share * 100);
        var output = string.Concat(Enumerable.Repeat("v2 ", hits)) + string.Concat(Enumerable.Repeat("v1 ", 100 - hits));
        var expectation = Nothing with { Share = new Dictionary<string, ShareExpectation> { ["v2"] = new(0.10, 0.05), ["v1"] = new(0.90, 1) } };

        Assert.Equal(holds, ExpectationCheck.Check(expectation, Result(output)).Held);
    }

    [Fact]
    public void ExitCode_NullTakesAny_AndEveryCallCounts()
    {
        Assert.True(ExpectationCheck.Check(Nothing with { ExitCode = null }, Result("", 7)).Held);
        var (held, found) = ExpectationCheck.Check(Nothing, new PodCommandResult([0, 1, 0], "", ""));
        Assert.False(held);
        Assert.StartsWith("1 of 3 calls ended with exit code 1, expected 0", found);
    }

    [Fact]
    public void Texts_AndPatterns_AreFoundInBothStreams()
    {
        var expectation = Nothing with { Contains = ["out"], NotContains = ["bad"], Matches = "^Code 200 : 10$" };

        Assert.True(ExpectationCheck.Check(expectation, new PodCommandResult([0], "out\nCode 200 : 10\n", "more")).Held);
        var (held, found) = ExpectationCheck.Check(expectation, new PodCommandResult([0], "out bad", ""));
        Assert.False(held);
        Assert.Contains("\"bad\" is there and should not be", found);
        Assert.Contains("nothing matches ^Code 200 : 10$", found);
        Assert.Contains("Output: out bad", found);
    }

    [Fact]
    public void Numbers_AreHeldAgainstTheirBounds()
    {
        var expectation = Nothing with { Numbers = [new("p99", @"target 99% ([0-9.]+)", "s", null, 0.5)] };

        var within = ExpectationCheck.Check(expectation, Result("# target 99% 0.25"));
        Assert.Equal((true, "p99 0.25 s"), (within.Held, within.Found));
        Assert.Equal([new("p99", 0.25, "s", null, 0.5, null, true)], within.Figures);
        var (held, found) = ExpectationCheck.Check(expectation, Result("# target 99% 0.75"));
        Assert.False(held);
        Assert.StartsWith("p99 0.75 s, expected at most 0.5 s", found);
    }

    private static PodCommandResult Result(string output, int code = 0) => new([code], output, "");
}
