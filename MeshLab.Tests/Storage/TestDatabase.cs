using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Storage;
using MeshLab.Tests.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace MeshLab.Tests.Storage;

/// <summary>
/// A service provider over a real database of its own, with a clock that tests move: a SQLite file, or a PostgreSQL database in the classes
/// that say so and, where <c>MESHLAB_TEST_DATABASE</c> is <c>postgres</c>, in all.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly AsyncLocal<bool> Postgres = new();

    private readonly string _source;

    private TestDatabase(ServiceProvider services, string folder, string source)
    {
        Services = services;
        Folder = folder;
        _source = source;
    }

    public ServiceProvider Services { get; }

    public string Folder { get; }

    public FakeTimeProvider Clock => (FakeTimeProvider)Services.GetRequiredService<TimeProvider>();

    public IDbContextFactory<MeshLabDbContext> Databases => Services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>();

    /// <summary>Has the rest of the test use PostgreSQL. To be called in the constructor of a test class.</summary>
    public static void UsePostgres() => Postgres.Value = true;

    /// <summary>The setting <c>MeshLab:Database</c> for a new database of the kind that the test is to use: empty for a SQLite file in the data directory.</summary>
    public static async Task<string> NewSourceAsync() => Postgres.Value || PostgresServer.IsDefault ? await PostgresServer.CreateDatabaseAsync() : "";

    /// <summary>Removes what <see cref="NewSourceAsync"/> made.</summary>
    public static async Task DropAsync(string source)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (source.Length > 0)
        {
            await PostgresServer.DropAsync(source);
        }
    }

    public static async Task<TestDatabase> CreateAsync(Action<IServiceCollection>? configure = null)
    {
        var source = await NewSourceAsync();
        var folder = Directory.CreateTempSubdirectory("meshlab-test-").FullName;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOptions<MeshLabOptions>().Configure(options => (options.DataDirectory, options.Database) = (folder, source));
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        services.AddChanges();
        services.AddStorage();
        configure?.Invoke(services);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        return new TestDatabase(provider, folder, source);
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await DropAsync(_source);
        Directory.Delete(Folder, recursive: true);
    }
}
