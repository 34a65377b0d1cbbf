using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

/// <summary>The whole application in this process, asked over HTTP without a network, with a data directory of its own.</summary>
public sealed class WebApp : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("meshlab-web-").FullName;
    private readonly WebApplicationFactory<Program> _factory;

    public WebApp() => _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder
        .UseEnvironment("Production")
        .UseSetting("MeshLab:DataDirectory", _data)
        .UseSetting("MeshLab:DemoCluster", "false")
        .UseSetting("MeshLab:Kubeconfig", Path.Combine(_data, "none")));

    public HttpClient Client { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Client = _factory.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("http://127.0.0.1:5080"), AllowAutoRedirect = false });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
    }
}
