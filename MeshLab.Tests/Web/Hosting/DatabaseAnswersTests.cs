using System.Net.Sockets;
using MeshLab.Core;
using MeshLab.Core.Access;
using MeshLab.Core.Storage;
using MeshLab.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

/// <summary>What is answered while the database cannot be used, for programs, for people and for those who ask after MeshLab's health.</summary>
public sealed class DatabaseAnswersTests
{
    private static readonly NpgsqlException Away = new("Failed to connect to <127.0.0.1>", new SocketException((int)SocketError.ConnectionRefused));

    [Theory]
    [InlineData("/api/v1/runs", "application/problem+json", null)]
    [InlineData("/runs", "text/html; charset=utf-8", "5")]
    public async Task Request_WhoseEndpointMeetsTheOutage_IsAnsweredWithTheReasonAndWhenToAskAgain(string path, string type, string? refresh)
    {
        var (context, body) = await AskAsync(path, pipeline => pipeline.UseDatabaseAnswers().Run(_ => throw new DbUpdateException("outer", Away)));

        Assert.Equal((StatusCodes.Status503ServiceUnavailable, type), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Equal(("5", refresh), (context.Response.Headers.RetryAfter.ToString(), context.Response.Headers["Refresh"].FirstOrDefault()));
        Assert.Contains("cannot be used just now: its server does not answer", body, StringComparison.Ordinal);
        Assert.DoesNotContain("<127.0.0.1>", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/runs", 503)]
    [InlineData("/api/v1/runs", 503)]
    [InlineData("/healthz", 200)]
    [InlineData("/readyz", 200)]
    public async Task Request_ThatCannotBeToldApartFromAStrangers_IsRefused_ButHealthIsNot(string path, int status)
    {
        var (context, _) = await AskAsync(path, pipeline => pipeline.UseLoginRequirement().UseDatabaseAnswers().Run(_ => Task.CompletedTask));

        Assert.Equal(status, context.Response.StatusCode);
    }

    [Fact]
    public async Task Request_ThatFailsOtherwise_FailsAsBefore() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync("/runs", pipeline => pipeline.UseDatabaseAnswers().Run(_ => throw new InvalidOperationException("a defect"))));

    private static async Task<(HttpContext Context, string Body)> AskAsync(string path, Action<IApplicationBuilder> build)
    {
        var services = new ServiceCollection().AddLogging().AddProblemDetails();
        services.AddSingleton(new LoginRequirement(new NoDatabase(), Options.Create(new MeshLabOptions())));
        await using var provider = services.BuildServiceProvider();
        var pipeline = new ApplicationBuilder(provider);
        build(pipeline);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = provider };
        (context.Request.Method, context.Request.Path, context.Response.Body) = ("GET", path, body);
        await pipeline.Build()(context);
        return (context, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    private sealed class NoDatabase : IDbContextFactory<MeshLabDbContext>
    {
        public MeshLabDbContext CreateDbContext() => throw Away;
    }
}
