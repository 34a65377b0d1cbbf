namespace MeshLab.Core.Runs;

/// <summary>The newest deploy of a scenario on some clusters that nothing has torn down.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Parameters">Its parameters; secret ones are left out.</param>
/// <param name="Secrets">Names of its secret parameters: their values are known to MeshLab and used again, but never shown.</param>
public sealed record StandingDeploy(long RunId, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> Secrets);
