using System.Text;
using MeshLab.Core;
using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using MeshLab.Tests.Storage;
using MeshLab.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace MeshLab.Tests.Access;

/// <summary>Users, logins and tokens on a database file of their own, with a clock that tests move.</summary>
internal sealed class AccessStore : IAsyncDisposable
{
    /// <summary>A password that passes.</summary>
    public const string Password = "correct horse battery staple";

    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-access-").FullName;
    private readonly ServiceProvider _services;

    private readonly string _source;

    private AccessStore(string source)
    {
        _source = source;
        var services = new ServiceCollection().AddLogging();
        services.AddOptions<MeshLabOptions>().Configure(options => (options.DataDirectory, options.Database) = (_folder, source));
        services.AddSingleton<TimeProvider>(Clock);
        _services = services.AddStorage().AddAccess().BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    // Identity locks users by the machine's clock.
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public UserAccounts Users => _services.GetRequiredService<UserAccounts>();

    public Logins Logins => _services.GetRequiredService<Logins>();

    public ApiTokens Tokens => _services.GetRequiredService<ApiTokens>();

    public LoginRequirement Login => _services.GetRequiredService<LoginRequirement>();

    public AuditTrail Trail => _services.GetRequiredService<AuditTrail>();

    public IDbContextFactory<MeshLabDbContext> Databases => _services.GetRequiredService<IDbContextFactory<MeshLabDbContext>>();

    public static async Task<AccessStore> CreateAsync()
    {
        var store = new AccessStore(await TestDatabase.NewSourceAsync());
        await store._services.GetRequiredService<DatabaseInitializer>().InitializeAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Everything in the database as text, to look for what must not be there.</summary>
    public async Task<string> DatabaseTextAsync(CancellationToken cancellationToken)
    {
        await using var database = await Databases.CreateDbContextAsync(cancellationToken);
        if (database.Database.IsNpgsql())
        {
            return await PostgresServer.TextAsync(_source);
        }

        await database.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        await using var file = new FileStream(new SqliteConnectionStringBuilder(database.Database.GetConnectionString()).DataSource, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await TestDatabase.DropAsync(_source);
        Directory.Delete(_folder, recursive: true);
    }
}
