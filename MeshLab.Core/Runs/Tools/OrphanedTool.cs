using System.ComponentModel;
using System.Diagnostics;

namespace MeshLab.Core.Runs.Tools;

/// <summary>A tool that outlived the MeshLab process that started it, for example a <c>helm --wait</c> after kill -9.</summary>
internal static class OrphanedTool
{
    /// <summary>Kills the process and what it started, if it is still the one that was started then. Process ids are used again, so its start time must agree.</summary>
    /// <returns>Its name, or null when it is gone.</returns>
    public static string? Kill(int processId, DateTimeOffset startedAt)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            if ((process.StartTime.ToUniversalTime() - startedAt.UtcDateTime).Duration() > TimeSpan.FromSeconds(2))
            {
                return null;
            }

            var name = process.ProcessName;
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(5));
            return name;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
