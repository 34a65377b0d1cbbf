using MeshLab.Core.Runs.Execution;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeshLab.Tests.Runs.Execution;

public sealed class LogSilenceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Silence_ThatLasts_IsToldEverMoreSeldom()
    {
        var silence = new LogSilence(_clock);
        var told = new List<int>();
        for (var second = 1; second <= 600; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            if (silence.IsOver())
            {
                told.Add(second);
            }
        }

        Assert.Equal([15, 45, 105, 225, 345, 465, 585], told);
    }

    [Fact]
    public void Silence_BrokenByALine_BeginsAnew()
    {
        var silence = new LogSilence(_clock);
        _clock.Advance(TimeSpan.FromSeconds(14));
        silence.Broken();
        _clock.Advance(TimeSpan.FromSeconds(14));
        var early = silence.IsOver();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(early);
        Assert.True(silence.IsOver());
    }
}
