using MeshLab.Core.Runs.Journal;

namespace MeshLab.Core.Runs.Checks;

/// <summary>What one try of a check found; secrets are not masked yet.</summary>
/// <param name="Held">Whether it held.</param>
/// <param name="Found">What was found, for people.</param>
internal sealed record CheckResult(bool Held, string Found)
{
    private const int LongestOutput = 4_000;

    /// <summary>The numbers that were measured.</summary>
    public IReadOnlyList<EvidenceFigure> Figures { get; init; } = [];

    /// <summary>The object that was looked at; null for none.</summary>
    public EvidenceObject? Object { get; init; }

    /// <summary>What a command printed; null for none.</summary>
    public string? Output { get; init; }

    /// <summary>The same as evidence, with secrets masked and the output cut to what a page can show.</summary>
    public StepEvidence AsEvidence(string title, SecretMask mask) => new(mask.Apply(title), Held, mask.Apply(Found))
    {
        Figures = Figures,
        Object = Object is null ? null : Object with { Json = mask.Apply(Object.Json) },
        Output = Output is { Length: > 0 } output ? Shorten(mask.Apply(output)) : null,
    };

    private static string Shorten(string text) =>
        text.Length <= LongestOutput ? text : $"{text[..(LongestOutput / 2)]}\n… ({text.Length - LongestOutput} more characters) …\n{text[^(LongestOutput / 2)..]}";
}
