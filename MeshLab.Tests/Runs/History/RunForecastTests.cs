using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Runs.History;

public sealed class RunForecastTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Forecast_WithoutEarlierRuns_KnowsTheElapsedTimeOnly()
    {
        var forecast = RunForecast.Of(Running(Step("a", StepStatus.Running, 0, null)), UsualTimes.None, At(7));

        Assert.Equal(new RunForecast(TimeSpan.FromSeconds(7), null, 0), forecast);
    }

    [Fact]
    public void Forecast_AfterTheFirstStep_IsWhatEarlierRunsStillNeededFromThere()
    {
        // Earlier: a ended at 10 s of 60 s, so 50 s were left. Here a took 30 s, and 5 s of the next step are over.
        var usual = new UsualTimes([Past(60, ("a", 0, 10), ("b", 10, 60))]);
        var run = Running(Step("a", StepStatus.Succeeded, 0, 30), Step("b", StepStatus.Running, 30, null));

        Assert.Equal(TimeSpan.FromSeconds(45), RunForecast.Of(run, usual, At(35))!.Remaining);
    }

    [Fact]
    public void Forecast_OfStepsBesideEachOther_CountsTheLongerOne()
    {
        var usual = new UsualTimes([Past(40, ("a", 0, 10), ("b", 0, 30), ("c", 30, 40))]);
        var run = Running(Step("a", StepStatus.Succeeded, 0, 10), Step("b", StepStatus.Running, 0, null), Step("c", StepStatus.Pending, null, null));

        Assert.Equal(TimeSpan.FromSeconds(30), RunForecast.Of(run, usual, At(10))!.Remaining);
    }

    [Fact]
    public void Forecast_OfARunThatTakesLonger_IsOverdueAndNotNegative()
    {
        var forecast = RunForecast.Of(Running(Step("a", StepStatus.Running, 0, null)), new UsualTimes([Past(20, ("a", 0, 20))]), At(50));

        Assert.True(forecast!.Overdue);
    }

    [Fact]
    public void Forecast_OfSeveralEarlierRuns_IsTheirMedian()
    {
        var usual = new UsualTimes([Past(20), Past(90), Past(30)]);

        Assert.Equal((TimeSpan.FromSeconds(25), 3), (RunForecast.Of(Running(), usual, At(5))!.Remaining, usual.Runs));
    }

    [Fact]
    public void Forecast_OfAnEndedRun_IsNone() => Assert.Null(RunForecast.Of(Running() with { Status = RunStatus.Failed }, UsualTimes.None, At(1)));

    [Fact]
    public void Usual_OfAnEvenNumber_IsTheMeanOfTheTwoInTheMiddle()
    {
        var usual = new UsualTimes([Past(10, ("a", 0, 2)), Past(20, ("a", 1, 5))]);

        Assert.Equal((TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(3), null), (usual.Total, usual.Of("a"), usual.Of("b")));
    }

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);

    private static PastRun Past(int total, params (string Id, int Begin, int End)[] steps) =>
        new(TimeSpan.FromSeconds(total), steps.ToDictionary(step => step.Id, step => (TimeSpan.FromSeconds(step.Begin), TimeSpan.FromSeconds(step.End))));

    private static RunStep Step(string id, StepStatus status, int? from, int? to) =>
        new(id, id, "demo", status, 1, from is { } began ? At(began) : null, to is { } ended ? At(ended) : null, null, null, []);

    private static Run Running(params RunStep[] steps) =>
        new(9, "shop", RunAction.Deploy, RunStatus.Running, new Dictionary<string, string> { ["main"] = "demo" }, new Dictionary<string, string>(), "test", Start, Start, null, null, null, true, steps);
}
