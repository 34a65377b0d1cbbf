using System.Text.Json;

namespace MeshLab.Core.Decisions;

/// <summary>Answers as the query of an address, e.g. <c>services=dozens&amp;mtls=yes</c>, so that they can be shared and kept.</summary>
public static class AnswerText
{
    /// <summary>The answers of somebody who has not answered yet.</summary>
    public static MeshRequirements Default { get; } = new(ServiceCount.Dozens, MtlsRequired: true, TeamCapacity.Little, CiliumIsCni: false, ComplexL7: false, SidecarsTooDear: false);

    /// <summary>Every answer, in a fixed order.</summary>
    public static string Write(MeshRequirements asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return string.Join('&', [
            $"services={Word(asked.Services)}", $"mtls={Word(asked.MtlsRequired)}", $"l7={Word(asked.ComplexL7)}", $"cilium={Word(asked.CiliumIsCni)}",
            $"sidecarsTooDear={Word(asked.SidecarsTooDear)}", $"clusters={Word(asked.Clusters)}", $"latency={Word(asked.Latency)}", $"team={Word(asked.Team)}"]);
    }

    /// <summary>Reads answers; what is missing or not known is as in <see cref="Default"/>.</summary>
    /// <param name="answers">The query, with or without a leading question mark.</param>
    public static MeshRequirements Read(string? answers)
    {
        var given = (answers ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.OrdinalIgnoreCase);
        return new MeshRequirements(
            One(given, "services", Default.Services),
            Yes(given, "mtls", Default.MtlsRequired),
            One(given, "team", Default.Team),
            Yes(given, "cilium", Default.CiliumIsCni),
            Yes(given, "l7", Default.ComplexL7),
            Yes(given, "sidecarsTooDear", Default.SidecarsTooDear))
        {
            Clusters = One(given, "clusters", Default.Clusters),
            Latency = One(given, "latency", Default.Latency),
        };
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Word(bool value) => value ? "yes" : "no";

    private static T One<T>(Dictionary<string, string> given, string key, T otherwise)
        where T : struct, Enum => given.TryGetValue(key, out var text) && !char.IsDigit(text.FirstOrDefault('0')) && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : otherwise;

    private static bool Yes(Dictionary<string, string> given, string key, bool otherwise) => given.GetValueOrDefault(key)?.ToLowerInvariant() switch
    {
        "yes" or "true" => true,
        "no" or "false" => false,
        _ => otherwise,
    };
}
