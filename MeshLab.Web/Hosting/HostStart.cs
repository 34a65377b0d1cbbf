using MeshLab.Core.Storage;
using Microsoft.AspNetCore.Connections;

namespace MeshLab.Web.Hosting;

/// <summary>Starts MeshLab, and says in one line when it cannot.</summary>
internal static class HostStart
{
    /// <summary>
    /// Checks the addresses, prepares the database, and serves until the process is asked to stop. What a person can mend is
    /// printed to the error stream without a stack trace.
    /// </summary>
    /// <returns>The process's exit code: 0, or 1 when MeshLab did not start.</returns>
    public static async Task<int> RunHostAsync(this WebApplication app)
    {
        try
        {
            LoopbackAddresses.Require(app.Configuration);
            await app.Services.GetRequiredService<DatabaseInitializer>().InitializeAsync(app.Lifetime.ApplicationStopping);
            await app.RunAsync();
            return 0;
        }
        catch (Exception error) when (error is StartupException or StorageException)
        {
            return Refuse(error.Message);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            return Refuse($"{error.Message} Is another MeshLab running? Stop it, or choose another port with --urls http://127.0.0.1:PORT.");
        }
    }

    private static int Refuse(string message)
    {
        Console.Error.WriteLine($"MeshLab cannot start: {message}");
        return 1;
    }
}
