using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>A real command-line tool that tests run: from the folder in <c>MESHLAB_TEST_TOOLS</c>, else <c>PATH</c>. A test that needs one that is missing is skipped and says so.</summary>
internal static class TestTool
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>The tool's path; the test is skipped, with how to get the tool, when there is none.</summary>
    public static string Require(string name)
    {
        var found = new[] { Environment.GetEnvironmentVariable("MESHLAB_TEST_TOOLS") }
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Where(folder => !string.IsNullOrEmpty(folder))
            .Select(folder => Path.Combine(folder!, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"{name} was not found in MESHLAB_TEST_TOOLS or on PATH; install it ({Source(name)}) and run the tests again.");
        return found!;
    }

    /// <summary>Runs the tool and returns what it said; a null kubeconfig leaves the environment as it is.</summary>
    public static Task<BufferedCommandResult> RunAsync(string tool, string? kubeconfig, params string[] arguments) => RunAsync(tool, kubeconfig, null, arguments);

    /// <summary>The same with a standard input.</summary>
    public static async Task<BufferedCommandResult> RunAsync(string tool, string? kubeconfig, string? input, string[] arguments)
    {
        using var timeout = Limit();
        return await Command(tool, kubeconfig, arguments)
            .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromString(input, Encoding.UTF8))
            .ExecuteBufferedAsync(timeout.Token);
    }

    /// <summary>Runs a tool and hands on each line of its output as it comes; the exit code.</summary>
    public static async Task<int> FollowAsync(string tool, string kubeconfig, Action<string> line, params string[] arguments)
    {
        using var timeout = Limit();
        var result = await Command(tool, kubeconfig, arguments).WithStandardOutputPipe(PipeTarget.ToDelegate(line)).ExecuteAsync(timeout.Token);
        return result.ExitCode;
    }

    private static CancellationTokenSource Limit()
    {
        var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Longest);
        return timeout;
    }

    private static Command Command(string tool, string? kubeconfig, string[] arguments)
    {
        var command = Cli.Wrap(Require(tool)).WithArguments(arguments).WithValidation(CommandResultValidation.None);
        return kubeconfig is null
            ? command
            : command.WithEnvironmentVariables(variables => variables.Set("KUBECONFIG", kubeconfig).Set("HOME", Path.GetDirectoryName(kubeconfig)));
    }

    private static string Source(string name) => name switch
    {
        "kubectl" => "https://kubernetes.io/docs/tasks/tools/",
        "helm" => "https://helm.sh/docs/intro/install/",
        _ => "see its documentation",
    };
}
