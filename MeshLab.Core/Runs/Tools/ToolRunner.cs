using System.ComponentModel;
using CliWrap;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Tools;

/// <summary>
/// Runs a tool with an argument list, never a shell, and hands its output on line by line. When it is cancelled the tool is asked to end
/// (SIGINT), and after five seconds it is killed with everything it started.
/// </summary>
internal sealed class ToolRunner(ToolLocator locator, ContentDirectories directories)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs the tool in a step; its lines go to the run's log and its process id to the journal.</summary>
    /// <param name="context">The step.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="quiet">Whether standard output is kept out of the log, because it is data.</param>
    /// <param name="cancellationToken">Stops the tool.</param>
    public async Task<ToolOutcome> RunAsync(StepContext context, string tool, IReadOnlyList<string> arguments, bool quiet, CancellationToken cancellationToken)
    {
        var path = locator.Find(tool) ?? throw new StepFailedException(
            $"{tool} was not found. {KnownTools.HowToInstall(tool, Path.Combine(directories.Data, "tools"))}")
        { Retryable = false };
        context.Log($"$ {tool} {string.Join(' ', arguments.Select(Quote))}");
        var output = new List<string>();
        var error = new List<string>();
        using var force = new CancellationTokenSource();
        await using var escalation = cancellationToken.Register(() => force.CancelAfter(Grace));
        var command = Cli.Wrap(path)
            .WithArguments(arguments)
            .WithWorkingDirectory(context.Run.Scenario.Directory)
            .WithEnvironmentVariables(variables => Environment(context, variables))
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => Take(output, line, LogStream.Output, quiet)))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line => Take(error, line, LogStream.Error, quiet: false)));
        var task = Start(command, path, force.Token, cancellationToken);
        try
        {
            await context.SetChildAsync(task.ProcessId, DateTimeOffset.UtcNow);
        }
        catch
        {
            // A tool that the journal does not know would go on unseen.
            await force.CancelAsync();
            await ((Task)task.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        var result = await task;
        return new ToolOutcome(result.ExitCode, string.Join('\n', output), string.Join('\n', error));

        void Take(List<string> lines, string line, LogStream stream, bool quiet)
        {
            lock (lines)
            {
                lines.Add(line);
            }

            if (!quiet)
            {
                context.Log(stream, line);
            }
        }
    }

    /// <summary>The tool's version, or null when it tells none within ten seconds.</summary>
    /// <exception cref="Win32Exception">The tool cannot be started, for example because it was built for another kind of machine.</exception>
    public static async Task<Version?> VersionAsync(string path, string tool, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(10));
        var output = new System.Text.StringBuilder();
        try
        {
            await Cli.Wrap(path).WithArguments(KnownTools.VersionArguments(tool)).WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output)).ExecuteAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return VersionConstraint.Find(output.ToString());
    }

    /// <summary>Runs a tool outside of a run, for what it prints.</summary>
    /// <exception cref="Win32Exception">The tool cannot be started.</exception>
    public static async Task<ToolOutcome> ReadAsync(string path, IReadOnlyList<string> arguments, string directory, CancellationToken cancellationToken)
    {
        var output = new System.Text.StringBuilder();
        var error = new System.Text.StringBuilder();
        var result = await Cli.Wrap(path).WithArguments(arguments).WithWorkingDirectory(directory).WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output)).WithStandardErrorPipe(PipeTarget.ToStringBuilder(error)).ExecuteAsync(cancellationToken);
        return new ToolOutcome(result.ExitCode, output.ToString(), error.ToString().TrimEnd());
    }

    private static CommandTask<CommandResult> Start(Command command, string path, CancellationToken force, CancellationToken interrupt)
    {
        try
        {
            return command.ExecuteAsync(force, interrupt);
        }
        catch (Win32Exception error)
        {
            throw new StepFailedException($"{path} cannot be started: {error.Message}", error) { Retryable = false };
        }
    }

    private static void Environment(StepContext context, CliWrap.Builders.EnvironmentVariablesBuilder variables)
    {
        variables.Set("NO_COLOR", "1");
        if (context.KubeconfigPath is { } kubeconfig)
        {
            variables.Set("KUBECONFIG", kubeconfig);
        }
    }

    private static string Quote(string argument) => argument.Length > 0 && argument.All(one => !char.IsWhiteSpace(one) && one is not ('"' or '\'')) ? argument : $"'{argument}'";
}

/// <summary>How a tool ended and what it said.</summary>
internal sealed record ToolOutcome(int ExitCode, string Output, string Error)
{
    /// <summary>The end of what it said, for an error message.</summary>
    public string LastWords => string.Join('\n', (Error.Length > 0 ? Error : Output).Split('\n').TakeLast(10));
}
