using MeshLab.Core.Storage;
using Microsoft.AspNetCore.Connections;

namespace MeshLab.Web.Hosting;

/// <summary>Starts MeshLab, and says in one line when it cannot.</summary>
internal static class HostStart
{
    /// <summary>
    /// Checks the addresses and prepares the database, before anything else reads the data directory. What a person can mend is
    /// printed to the error stream without a stack trace.
    /// </summary>
    /// <returns>Whether MeshLab can start.</returns>
    public static async Task<bool> PrepareAsync(this WebApplication app)
    {
        try
        {
            LoopbackAddresses.Require(app.Configuration);
            Telemetry.Require(app.Configuration);
            await app.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(app.Lifetime.ApplicationStopping);
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
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to stop before everything had started.
            return 0;
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            Explain($"{error.Message} Is another MeshLab running? Stop it, or choose another port with --urls http://127.0.0.1:PORT.");
            return 1;
        }
    }

    private static void Explain(string message) => Console.Error.WriteLine($"MeshLab cannot start: {message}");
}
