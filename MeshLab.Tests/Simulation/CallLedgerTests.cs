using MeshLab.Core.Simulation;
using Xunit;

namespace MeshLab.Tests.Simulation;

public sealed class CallLedgerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CallPath Path = new("shop", "client", "shop", "web", true);

    [Fact]
    public void Recent_CountsTheLastMinuteOfFullSeconds()
    {
        var ledger = new CallLedger();
        ledger.Record("client-1", Path, failed: false, Now.AddSeconds(-90));
        ledger.Record("client-1", Path, failed: false, Now.AddSeconds(-30));
        ledger.Record("client-2", Path, failed: true, Now.AddSeconds(-1));
        ledger.Record("client-1", Path, failed: false, Now);

        Assert.Equal([new CallCount(Path, 2, 1)], ledger.Recent(Now));
    }

    [Fact]
    public void Recent_OfCallsThatLieAhead_ComesWhenTheirTimeIsThere()
    {
        var ledger = new CallLedger();
        ledger.Record("client-1", Path, failed: false, Now.AddSeconds(20));

        Assert.Empty(ledger.Recent(Now));
        Assert.Single(ledger.Recent(Now.AddSeconds(25)));
    }

    [Fact]
    public void DropAfter_TakesBackWhatThatPodWouldHaveSent()
    {
        var ledger = new CallLedger();
        ledger.Record("client-1", Path, failed: false, Now.AddSeconds(20));
        ledger.Record("client-2", Path, failed: false, Now.AddSeconds(20));

        ledger.DropAfter("client-1", Now);

        Assert.Equal([new CallCount(Path, 1, 0)], ledger.Recent(Now.AddSeconds(25)));
    }
}
