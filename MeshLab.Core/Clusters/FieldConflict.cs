namespace MeshLab.Core.Clusters;

/// <summary>A field that another manager owns and an apply would change.</summary>
/// <param name="Field">The field as the server names it, e.g. <c>.spec.replicas</c>.</param>
/// <param name="Manager">The manager that owns it.</param>
public sealed record FieldConflict(string Field, string Manager);
