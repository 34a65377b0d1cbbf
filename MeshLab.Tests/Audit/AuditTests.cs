using System.Data.Common;
using System.Net.Http.Json;
using MeshLab.Core.Audit;
using MeshLab.Core.Runs;
using MeshLab.Core.Storage;
using MeshLab.Tests.Runs;
using MeshLab.Web.Hosting;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Audit;

/// <summary>The audit log in a real database, with deeds of real services.</summary>
public class AuditTests(RunHost host) : IClassFixture<RunHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AuditTrail Trail => host.Services.GetRequiredService<AuditTrail>();

    [Fact]
    public async Task Run_StartedAndTornDown_IsRecordedWithWhoAndWhichCluster()
    {
        await host.WriteScenarioAsync("audited", "- id: space\n  title: A namespace\n  namespace: { name: audited }");
        Actor.Enter(new("local", "127.0.0.1", "browser", Role.Operator));

        var deploy = await host.RunAsync("audited", RunAction.Deploy);
        var teardown = await host.RunAsync("audited", RunAction.Teardown);

        var entries = await Trail.ListAsync(new("run.", "demo"), null, 10, Token);
        Assert.Equal(
            [("run.teardown", $"run {teardown.Id} of audited"), ("run.deploy", $"run {deploy.Id} of audited")],
            entries.Take(2).Select(one => (one.Deed, one.Subject)));
        Assert.All(entries.Take(2), one => Assert.Equal(("local", "127.0.0.1", "browser", "demo"), (one.Who, one.Address, one.Client, Assert.Single(one.Clusters))));
        Assert.Empty(await Trail.ListAsync(new(Cluster: "dem"), null, 10, Token));
    }

    [Theory]
    [InlineData("UPDATE Audit SET Who = 'nobody'")]
    [InlineData("DELETE FROM Audit")]
    public async Task Table_ChangedOrDeletedFrom_Refuses(string statement)
    {
        await Trail.RecordAsync("setting.change", "kept", null, null, Token);
        await using var database = await host.Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>().CreateDbContextAsync(Token);

        var refused = await Assert.ThrowsAnyAsync<DbException>(() => database.Database.ExecuteSqlRawAsync(statement, Token));

        Assert.Contains("the audit log is append-only", refused.Message);
        Assert.Contains(await Trail.ListAsync(new(), null, 1_000, Token), one => one.Subject == "kept");
    }

    [Fact]
    public async Task List_InPages_GivesEachEntryOnce()
    {
        for (var number = 0; number < 7; number++)
        {
            await Trail.RecordAsync("page.test", $"deed {number}", ["a", "b"], null, Token);
        }

        var seen = new List<AuditEntry>();
        while (await Trail.ListAsync(new("page."), seen.LastOrDefault()?.Id, 3, Token) is { Count: > 0 } page)
        {
            seen.AddRange(page);
        }

        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(number => $"deed {number}"), seen.Select(one => one.Subject));
        Assert.Equal(7, (await Trail.ListAsync(new("page.", "b"), null, 10, Token)).Count);
    }

    [Fact]
    public async Task List_ByDeedAndCluster_MindsTheirCaseAndWhatLooksLikeAPattern()
    {
        await Trail.RecordAsync("case.test", "small", ["lab", "lab_1"], null, Token);
        await Trail.RecordAsync("Case.test", "capital", ["Lab", "labX1"], null, Token);

        Assert.Equal("small", Assert.Single(await Trail.ListAsync(new("case."), null, 10, Token)).Subject);
        Assert.Equal("capital", Assert.Single(await Trail.ListAsync(new("Case.", "Lab"), null, 10, Token)).Subject);
        Assert.Equal("small", Assert.Single(await Trail.ListAsync(new(Cluster: "lab_1"), null, 10, Token)).Subject);
        Assert.Equal("small", Assert.Single(await Trail.ListAsync(new(Cluster: "lab"), null, 10, Token)).Subject);
        Assert.Empty(await Trail.ListAsync(new("c%"), null, 10, Token));
        Assert.Empty(await Trail.ListAsync(new("case.test.and.longer"), null, 10, Token));
    }

    [Fact]
    public void Csv_OfTextsWithCommasQuotesAndFormulas_IsQuotedAndHarmless()
    {
        var entry = new AuditEntry(7, DateTimeOffset.UnixEpoch, "local", null, "curl", "decision.save", "decision =SUM(A1), \"x\"", ["east", "west"], "=1+1");

        Assert.Equal("7,1970-01-01T00:00:00.000Z,local,,curl,decision.save,\"decision =SUM(A1), \"\"x\"\"\",east west,'=1+1", AuditCsv.Line(entry));
    }

    [Fact]
    public async Task Deed_OfSomebodyWithoutTheRole_IsNeitherRecordedNorDone()
    {
        await host.WriteScenarioAsync("forbidden", "- id: space\n  title: A namespace\n  namespace: { name: forbidden }");
        Actor.Enter(new("eve", "127.0.0.1", "browser", Role.Viewer));

        await Assert.ThrowsAsync<NotAllowedException>(() => host.RunAsync("forbidden", RunAction.Deploy));
        await Assert.ThrowsAsync<NotAllowedException>(() => Trail.RecordAsync(AuditDeeds.PricesSaved, "price book 1", null, null, Token));
        await Assert.ThrowsAsync<NotAllowedException>(() => Trail.RecordAsync("deed.of.tomorrow", "something", null, null, Token));

        Assert.Empty(await Trail.ListAsync(new(Who: "eve"), null, 10, Token));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) Chrome/130", "browser")]
    [InlineData("curl/8.9.1", "curl")]
    [InlineData("<script>", null)]
    [InlineData("", null)]
    public void Actor_OfARequest_IsLocalWithTheProgramsClass(string userAgent, string? client)
    {
        var context = new DefaultHttpContext { User = AccessPrincipal.Local };
        context.Request.Headers.UserAgent = userAgent;
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Loopback;

        Assert.Equal(new Actor("local", "127.0.0.1", client, Role.Admin), RequestActor.Of(context));
    }
}
