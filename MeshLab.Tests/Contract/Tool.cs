using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>A real command-line tool, found in MESHLAB_TEST_TOOLS or on the PATH. A test that needs one that is missing is skipped and says so.</summary>
internal static class Tool
{
    public static async Task<BufferedCommandResult> RunAsync(string tool, string kubeconfig, params string[] arguments) =>
        await RunAsync(tool, kubeconfig, null, arguments);

    public static async Task<BufferedCommandResult> RunAsync(string tool, string kubeconfig, string? input, string[] arguments)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        return await Cli.Wrap(Find(tool))
            .WithArguments(arguments)
            .WithEnvironmentVariables(variables => variables.Set("KUBECONFIG", kubeconfig).Set("HOME", Path.GetDirectoryName(kubeconfig)))
            .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromString(input, Encoding.UTF8))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(timeout.Token);
    }

    /// <summary>Runs a tool and hands on each line of its output as it comes; the exit code.</summary>
    public static async Task<int> FollowAsync(string tool, string kubeconfig, Action<string> line, params string[] arguments)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        var result = await Cli.Wrap(Find(tool))
            .WithArguments(arguments)
            .WithEnvironmentVariables(variables => variables.Set("KUBECONFIG", kubeconfig).Set("HOME", Path.GetDirectoryName(kubeconfig)))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(timeout.Token);
        return result.ExitCode;
    }

    private static string Find(string tool)
    {
        var folders = (Environment.GetEnvironmentVariable("MESHLAB_TEST_TOOLS") ?? "").Split(Path.PathSeparator)
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        var found = folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"{tool} is not here: put it on the PATH or name its folder in MESHLAB_TEST_TOOLS");
        return found!;
    }
}
