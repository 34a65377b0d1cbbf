using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MeshLab.Tests.Storage.Postgres;

/// <summary>The services of one process of several on one PostgreSQL database, without a process of its own.</summary>
internal sealed class SharedLab : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-shared-").FullName;
    private readonly ServiceProvider _services;

    private SharedLab(string source)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions<MeshLabOptions>().Configure(options => (options.DataDirectory, options.Database, options.DemoCluster, options.Kubeconfig) = (_folder, source, false, Path.Combine(_folder, "none")));
        services.AddSingleton(TimeProvider.System);
        services.AddChanges().AddSharedChange<Told>().AddSharedChange<Latest>(change => change.Id);
        services.AddStorage().AddClusters();
        services.AddSingleton<RunFence>().AddSingleton<RunClaims>();
        _services = services.BuildServiceProvider();
    }

    public IDbContextFactory<MeshLabDbContext> Databases => Get<IDbContextFactory<MeshLabDbContext>>();

    public ProcessLeases Leases => Get<ProcessLeases>();

    public static async Task<SharedLab> JoinAsync(string source)
    {
        var lab = new SharedLab(source);
        lab.Get<DataDirectory>().Open();
        await lab.Leases.JoinAsync(CancellationToken.None);
        return lab;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts what exchanges changes, and waits until it hears.</summary>
    public async Task ListenAsync()
    {
        var heard = new TaskCompletionSource();
        using var subscription = Get<ChangeFeed>().Subscribe<ChangesMissed>(_ => heard.TrySetResult());
        foreach (var service in _services.GetServices<IHostedService>().Where(service => service.GetType().Name == "ChangeRelay"))
        {
            await service.StartAsync(CancellationToken.None);
        }

        await heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Where(service => service.GetType().Name == "ChangeRelay"))
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal sealed record Told(IReadOnlyList<string> Texts);

    internal sealed record Latest(long Id, long Value);
}
