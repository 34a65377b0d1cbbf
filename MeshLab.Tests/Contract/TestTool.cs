using System.Diagnostics;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>A real command-line tool that tests run: from the folder in <c>MESHLAB_TEST_TOOLS</c>, else <c>PATH</c>.</summary>
public static class TestTool
{
    /// <summary>The tool's path; the test is skipped, with how to get the tool, when there is none.</summary>
    public static string Require(string name) =>
        Find(name) is { } path
            ? path
            : throw Skip($"{name} was not found in MESHLAB_TEST_TOOLS or on PATH; install it ({Source(name)}) and run the tests again.");

    /// <summary>Runs the tool and returns what it said.</summary>
    public static async Task<ToolResult> RunAsync(string name, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Require(name), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ToolResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string? Find(string name) =>
        new[] { Environment.GetEnvironmentVariable("MESHLAB_TEST_TOOLS") }
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Where(folder => !string.IsNullOrEmpty(folder))
            .Select(folder => Path.Combine(folder!, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);

    private static string Source(string name) => name switch
    {
        "kubectl" => "https://kubernetes.io/docs/tasks/tools/",
        "helm" => "https://helm.sh/docs/intro/install/",
        _ => "see its documentation",
    };

    private static InvalidOperationException Skip(string reason)
    {
        Assert.Skip(reason);
        return new InvalidOperationException(reason);
    }
}

/// <summary>What a tool said.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error);
