using System.Diagnostics;
using MeshLab.Core.Runs.Tools;
using Xunit;

namespace MeshLab.Tests.Runs.Tools;

public sealed class OrphanedToolTests
{
    [Fact]
    public async Task Kill_EndsTheProcessThatWasStartedThen_AndNoOther()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs the command sleep");
        using var process = Process.Start("sleep", ["60"]);
        var startedAt = new DateTimeOffset(process.StartTime);
        try
        {
            Assert.Null(OrphanedTool.Kill(process.Id, startedAt.AddMinutes(-10)));
            Assert.False(process.HasExited);

            Assert.Equal("sleep", OrphanedTool.Kill(process.Id, startedAt));

            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Null(OrphanedTool.Kill(process.Id, startedAt));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
