using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Exports.Plan;

/// <summary>Actions and checks as commands that a person can paste into a POSIX shell.</summary>
internal static partial class ShellText
{
    public static string Exec(ExecAction exec)
    {
        var container = exec.Container is null ? "" : $" -c {exec.Container}";
        var command = $"kubectl -n {exec.Namespace} exec {exec.In}{container} -- {string.Join(' ', exec.Command.Select(Quoted))}";
        return exec.Times > 1 ? $"for i in $(seq {exec.Times}); do {command}; done" : command;
    }

    public static string Load(LoadAction load)
    {
        var container = load.Container is null ? "" : $" -c {load.Container}";
        var payload = load.Payload is null ? "" : $" -payload {Quoted(load.Payload)}";
        return $"kubectl -n {load.Namespace} exec {load.In}{container} -- fortio load -qps {load.Qps} -c {load.Connections} -t {(int)load.Duration.TotalSeconds}s{payload} {Quoted(load.Url)}";
    }

    public static string Check(Verification check) => check switch
    {
        { Exec: { } exec } => Exec(exec),
        { Assert: { } wanted } => Get(wanted),
        _ => Get(check.Error!),
    };

    public static string Quoted(string word) => Safe().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Get(JsonObject wanted)
    {
        var group = wanted["apiVersion"]!.GetValue<string>() is var version && version.Contains('/', StringComparison.Ordinal) ? "." + version.Split('/')[0] : "";
        var metadata = wanted["metadata"];
        var space = metadata?["namespace"]?.GetValue<string>() is { } found ? $" -n {found}" : "";
        var name = metadata?["name"]?.GetValue<string>() is { } one ? " " + one : "";
        var labels = name.Length == 0 && metadata?["labels"] is JsonObject { Count: > 0 } map ? $" -l {string.Join(',', map.Select(label => $"{label.Key}={label.Value}"))}" : "";
        return $"kubectl get {wanted["kind"]!.GetValue<string>().ToLowerInvariant()}{group}{name}{space}{labels} -o yaml";
    }

    [GeneratedRegex("^[A-Za-z0-9_./:=@%+,-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Safe();
}
