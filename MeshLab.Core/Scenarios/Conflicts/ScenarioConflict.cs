namespace MeshLab.Core.Scenarios.Conflicts;

/// <summary>Something on a cluster that a scenario does not go together with.</summary>
/// <param name="With">The scenario or the mesh, e.g. <c>linkerd-tutorial</c>, <c>cilium</c>.</param>
/// <param name="Message">What would collide, and what to do; one sentence or two.</param>
public sealed record ScenarioConflict(string With, string Message);
