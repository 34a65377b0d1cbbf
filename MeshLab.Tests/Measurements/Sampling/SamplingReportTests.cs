using MeshLab.Core.Changes;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Storage.Processes;
using MeshLab.Tests.Storage.Postgres;
using Xunit;

namespace MeshLab.Tests.Measurements.Sampling;

/// <summary>The process that does not sample shows which one does, and what that one is doing.</summary>
public sealed class SamplingReportTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_OfTheProcessThatSamples_IsReadByTheOther_UntilItIsNoLongerAlive()
    {
        var source = await PostgresServer.CreateDatabaseAsync();
        await using (var first = await SharedLab.JoinAsync(source))
        await using (var second = await SharedLab.JoinAsync(source))
        {
            var (sampler, other) = (new SamplingStates(), new SamplingStates());
            var (told, read) = (new SamplingReport(first.Leases, sampler, first.Get<ChangeFeed>()), new SamplingReport(second.Leases, other, second.Get<ChangeFeed>()));
            await first.Leases.TakeRoleAsync(ProcessRoles.Sampling, Token);
            Assert.Empty(await read.ReadAsync(Token));
            sampler.Update("lab", KubeletSummarySource.Name, state => state with { LastSampleAt = Since, Error = "nothing answers at http://127.0.0.1:1", FailingSince = Since, NextAttemptAt = Since.AddSeconds(20) });
            var heard = 0;
            using var subscription = first.Get<ChangeFeed>().Subscribe<SamplesStored>(_ => heard++);

            await told.TellAsync(Token);
            await told.TellAsync(Token);

            var expected = new SamplingState("lab", true, KubeletSummarySource.Name, null, "nothing answers at http://127.0.0.1:1", Since.AddSeconds(20), Since) { Process = ProcessName.Describe(first.Leases.Owner) };
            Assert.Equal(expected, Assert.Single(await read.ReadAsync(Token)));
            Assert.Equal(expected with { LastSampleAt = Since }, Assert.Single(await told.ReadAsync(Token)));
            Assert.Equal(1, heard);

            await PostgresServer.ExecuteAsync(source, $"UPDATE processes SET aliveuntilms = 0 WHERE owner = '{first.Leases.Owner}'");
            Assert.Empty(await read.ReadAsync(Token));
            await second.Leases.TakeRoleAsync(ProcessRoles.Sampling, Token);
            Assert.Empty(await read.ReadAsync(Token));
            Assert.Null((await second.Leases.PlayerAsync(ProcessRoles.Sampling, Token))!.Told);
            Assert.False(await first.Leases.TellAsync(ProcessRoles.Sampling, "[]", Token));
        }

        await PostgresServer.DropAsync(source);
    }
}
