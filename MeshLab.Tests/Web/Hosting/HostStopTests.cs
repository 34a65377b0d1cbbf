using MeshLab.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

public sealed class HostStopTests
{
    [Fact]
    public async Task Stop_WithSomethingStillBusyWhenTheTimeIsOver_IsNoError()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHostedService<Late>();
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);

        Assert.Equal(0, await app.RunHostAsync());
    }

    private sealed class Late : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.FromCanceled(new CancellationToken(canceled: true));
    }
}
