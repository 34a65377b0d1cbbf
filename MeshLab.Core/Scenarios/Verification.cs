using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios;

/// <summary>A check with evidence. Exactly one of <see cref="Assert"/>, <see cref="Error"/> and <see cref="Exec"/> is set.</summary>
/// <param name="Title">What is checked, for people.</param>
/// <param name="Covers">Roadmap task ids this check alone proves, beside those of its step.</param>
/// <param name="Cluster">The role of the cluster; null for the step's.</param>
/// <param name="Assert">A partial resource that must be found (Chainsaw's <c>assert</c>); without a name any object of the kind in the namespace that matches does.</param>
/// <param name="Error">A partial resource that must not be found (Chainsaw's <c>error</c>).</param>
/// <param name="Exec">A command whose output <see cref="Expect"/> is held against.</param>
/// <param name="Expect">What the output must be; only with <see cref="Exec"/>.</param>
/// <param name="Timeout">How long to keep trying before the check counts as failed.</param>
/// <param name="Line">The 1-based line in <c>scenario.yaml</c>.</param>
public sealed record Verification(
    string Title,
    IReadOnlyList<string> Covers,
    string? Cluster,
    JsonObject? Assert,
    JsonObject? Error,
    ExecAction? Exec,
    Expectation? Expect,
    TimeSpan Timeout,
    int Line);

/// <summary>What the output of an exec must be; every part that is set must hold.</summary>
/// <param name="ExitCode">The exit code; null accepts any.</param>
/// <param name="Contains">Texts the output must hold.</param>
/// <param name="NotContains">Texts the output must not hold.</param>
/// <param name="Matches">A regular expression that must be found (multi-line).</param>
/// <param name="Label">A regular expression with one group: each match in the output counts once for the group's text; null counts the labels of <see cref="Share"/> literally.</param>
/// <param name="Share">The share of all counted matches each label must have.</param>
/// <param name="Numbers">Numbers to find and hold against bounds; each is kept as evidence.</param>
public sealed record Expectation(
    int? ExitCode,
    IReadOnlyList<string> Contains,
    IReadOnlyList<string> NotContains,
    string? Matches,
    string? Label,
    IReadOnlyDictionary<string, ShareExpectation> Share,
    IReadOnlyList<NumberExpectation> Numbers);

/// <summary>A share and how far it may be off.</summary>
/// <param name="About">The expected share, 0 to 1.</param>
/// <param name="Within">The absolute distance allowed, 0 to 1.</param>
public sealed record ShareExpectation(double About, double Within);

/// <summary>A number in the output.</summary>
/// <param name="Name">What it is, e.g. <c>p99</c>.</param>
/// <param name="Pattern">A regular expression with one group that holds the number.</param>
/// <param name="Unit">The unit, for people; may be empty.</param>
/// <param name="Min">The least allowed; null for none.</param>
/// <param name="Max">The most allowed; null for none.</param>
public sealed record NumberExpectation(string Name, string Pattern, string Unit, double? Min, double? Max);
