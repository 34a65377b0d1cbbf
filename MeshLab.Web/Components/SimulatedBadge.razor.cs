namespace MeshLab.Web.Components;

/// <summary>Marks what comes from a simulated cluster.</summary>
public sealed partial class SimulatedBadge;
