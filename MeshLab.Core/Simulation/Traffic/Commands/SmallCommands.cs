namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>The few commands that most images have: <c>echo</c>, <c>cat</c>, <c>env</c>, <c>hostname</c>, <c>sleep</c>, <c>true</c>, <c>false</c>, and a shell that runs one of them.</summary>
internal static class SmallCommands
{
    private static readonly string[] Names = ["echo", "cat", "env", "printenv", "hostname", "sleep", "true", "false", "sh"];

    public static bool Knows(string name) => Names.Contains(name);

    public static async Task<CommandResult> RunAsync(CommandContext context, string name, IReadOnlyList<string> args)
    {
        switch (name)
        {
            case "echo":
                await context.Output(args is ["-n", ..] ? string.Join(' ', args.Skip(1)) : string.Join(' ', args) + "\n");
                return new CommandResult(0);
            case "env" or "printenv":
                await context.Output(string.Concat(Variables(context).Select(one => $"{one.Key}={one.Value}\n")));
                return new CommandResult(0);
            case "hostname":
                await context.Output(context.Pod.Name + "\n");
                return new CommandResult(0);
            case "cat":
                return await CatAsync(context, args);
            case "sleep":
                if (args is not [var time] || GoDuration.Parse(char.IsDigit(time[^1]) ? time + "s" : time) is not { } wait)
                {
                    await context.Error($"sleep: invalid number '{string.Join(' ', args)}'\n");
                    return new CommandResult(1);
                }

                await context.WaitAsync(wait);
                return new CommandResult(0);
            case "sh":
                return await ShellAsync(context, args);
            default:
                return new CommandResult(name == "true" ? 0 : 1);
        }
    }

    private static async Task<CommandResult> CatAsync(CommandContext context, IReadOnlyList<string> paths)
    {
        var code = 0;
        foreach (var path in paths)
        {
            switch (path)
            {
                case "/etc/hostname":
                    await context.Output(context.Pod.Name + "\n");
                    break;
                case "/etc/resolv.conf":
                    await context.Output($"search {context.Pod.Namespace}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n");
                    break;
                default:
                    await context.Error($"cat: can't open '{path}': No such file or directory\n");
                    code = 1;
                    break;
            }
        }

        return new CommandResult(code);
    }

    /// <summary>One of the commands above with plain words; the demo cluster has no shell.</summary>
    private static async Task<CommandResult> ShellAsync(CommandContext context, IReadOnlyList<string> args)
    {
        var words = args is ["-c", var line, ..] ? line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\'', '"')).ToList() : [];
        if (words is ["exit", var code] && int.TryParse(code, out var number))
        {
            return new CommandResult(number);
        }

        if (words is [not "sh", ..] && Knows(words[0]) && !words.Any(word => word.IndexOfAny(['|', ';', '&', '>', '<', '$', '`']) >= 0))
        {
            return await RunAsync(context, words[0], [.. words.Skip(1)]);
        }

        await context.Error("sh: the demo cluster is simulated and has no shell; it knows single commands only\n");
        return new CommandResult(127);
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables(CommandContext context) =>
        new[] { KeyValuePair.Create("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), KeyValuePair.Create("HOSTNAME", context.Pod.Name) }
            .Concat(context.Container.Items("env").Where(one => one["value"] is not null).Select(one => KeyValuePair.Create(one.Scalar("name") ?? "", one.Scalar("value") ?? "")))
            .Append(KeyValuePair.Create("KUBERNETES_SERVICE_HOST", "10.96.0.1"));
}
