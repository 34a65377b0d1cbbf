namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>The <c>fortio</c> command.</summary>
internal static class Fortio
{
    public const string Version = "1.75.2";

    public static async Task<CommandResult> RunAsync(CommandContext context, IReadOnlyList<string> args)
    {
        switch (args.Count > 0 ? args[0] : null)
        {
            case "version":
                await context.Output(Version + "\n");
                return new CommandResult(0);
            case "curl" or "load":
                break;
            case { } other:
                await context.Error($"Error: unknown command \"{other}\" (the demo cluster runs fortio curl, load and version)\n");
                return new CommandResult(1);
            default:
                await context.Error("Error: need at least 1 command parameter\n");
                return new CommandResult(1);
        }

        FortioOptions options;
        try
        {
            options = FortioOptions.Parse([.. args.Skip(1)]);
        }
        catch (FormatException wrong)
        {
            await context.Error(wrong.Message + "\n");
            return new CommandResult(2);
        }

        if (options.Call is null)
        {
            await context.Error("Error: fortio load/curl needs a URL or destination\n");
            return new CommandResult(1);
        }

        return args[0] == "curl" || options.CurlOnly ? await FortioCurl.RunAsync(context, options) : await FortioLoad.RunAsync(context, options);
    }
}
