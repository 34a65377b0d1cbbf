using MeshLab.Core.Roadmap;

namespace MeshLab.Core.Scenarios;

/// <summary>A roadmap task that a scenario covers.</summary>
/// <param name="Reference">As the scenario writes it.</param>
/// <param name="Id">The task's id.</param>
/// <param name="Title">Its text as inline Markdown.</param>
/// <param name="State">Its state.</param>
/// <param name="Simulated">Whether a run on a simulated cluster verified it.</param>
public sealed record CoveredTask(string Reference, string Id, string Title, TaskCompletion State, bool Simulated);
