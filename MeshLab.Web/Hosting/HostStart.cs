using MeshLab.Core;
using MeshLab.Core.Access;
using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace MeshLab.Web.Hosting;

/// <summary>Starts MeshLab, and says in one line when it cannot.</summary>
internal static partial class HostStart
{
    /// <summary>
    /// Prepares the database and checks the addresses, before anything else reads the data directory. What a person can mend is
    /// printed to the error stream without a stack trace.
    /// </summary>
    /// <returns>Whether MeshLab can start.</returns>
    public static async Task<bool> PrepareAsync(this WebApplication app)
    {
        try
        {
            Telemetry.Require(app.Configuration);
            AccessHost.Require(app.Services.GetRequiredService<IOptions<MeshLabOptions>>().Value);
            await app.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(app.Lifetime.ApplicationStopping);
            LoopbackAddresses.Require(app.Configuration, await app.Services.GetRequiredService<LoginRequirement>().LookAsync(app.Lifetime.ApplicationStopping));
            await JoinAsync(app);
            return true;
        }
        catch (Exception error) when (error is StartupException or StorageException)
        {
            Explain(error.Message);
            return false;
        }
    }

    /// <summary>Serves until the process is asked to stop.</summary>
    /// <returns>The process's exit code: 0, or 1 when MeshLab did not start.</returns>
    public static async Task<int> RunHostAsync(this WebApplication app)
    {
        // When it has run, its services are gone, and the lifetime with them.
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            app.Lifetime.ApplicationStarted.Register(() =>
            {
                if (app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address)
                {
                    app.Services.GetRequiredService<SetupCode>().Announce(address);
                }
            });
            await app.RunAsync();
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop before everything had started, or something was still busy when the time to stop was over; the next start goes on with it.
            return 0;
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            Explain($"{error.Message} Is another MeshLab running? Stop it, or choose another port with --urls http://127.0.0.1:PORT.");
            return 1;
        }
    }

    /// <summary>Enters this process among those that share the database. The demo clusters are served by one of them, as their objects lie in its data directory.</summary>
    private static async Task JoinAsync(WebApplication app)
    {
        var processes = app.Services.GetRequiredService<ProcessLeases>();
        await processes.JoinAsync(app.Lifetime.ApplicationStopping);
        var options = app.Services.GetRequiredService<IOptions<MeshLabOptions>>().Value;
        if (options.DemoCluster && !await processes.TakeRoleAsync(ProcessRoles.DemoClusters, app.Lifetime.ApplicationStopping))
        {
            options.DemoCluster = false;
            LogDemoElsewhere(app.Logger);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The demo clusters are served by another process on this database; this one goes without. Set MeshLab__DemoCluster=false to have it so from the start")]
    private static partial void LogDemoElsewhere(ILogger logger);

    private static void Explain(string message) => Console.Error.WriteLine($"MeshLab cannot start: {message}");
}
