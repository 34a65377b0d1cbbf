using System.Text.Json;

namespace MeshLab.Core.Runs.Journal;

/// <summary>What evidence has beside its sentence, as the journal keeps it.</summary>
/// <param name="Figures">Numbers that were measured; null for none.</param>
/// <param name="Object">The object that was looked at; null for none.</param>
/// <param name="Output">What a command printed; null for none.</param>
internal sealed record EvidenceDetail(IReadOnlyList<EvidenceFigure>? Figures, EvidenceObject? Object, string? Output)
{
    private static readonly JsonSerializerOptions Compact = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The JSON of evidence; null when it is a sentence only.</summary>
    public static string? Write(StepEvidence evidence) => evidence is { Figures.Count: 0, Object: null, Output: null }
        ? null
        : JsonSerializer.Serialize(new EvidenceDetail(evidence.Figures.Count == 0 ? null : evidence.Figures, evidence.Object, evidence.Output), Compact);

    public static StepEvidence Read(EvidenceRow row)
    {
        var detail = row.Detail is null ? null : JsonSerializer.Deserialize<EvidenceDetail>(row.Detail, Compact);
        return new(row.Title, row.Held, row.Found) { LogLine = row.LogLine, Figures = detail?.Figures ?? [], Object = detail?.Object, Output = detail?.Output };
    }
}
