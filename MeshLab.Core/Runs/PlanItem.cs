namespace MeshLab.Core.Runs;

/// <summary>What a deploy would do to an object.</summary>
public enum PlanChange
{
    /// <summary>It is not there and would be created.</summary>
    Create,

    /// <summary>It would be changed.</summary>
    Change,

    /// <summary>It would stay as it is.</summary>
    Unchanged,

    /// <summary>It would be removed, because a newer chart no longer has it.</summary>
    Remove,

    /// <summary>It cannot be told before the run; the note says why.</summary>
    Unknown,
}

/// <summary>A field that would change.</summary>
/// <param name="Path">Dotted, with indexes: <c>spec.replicas</c>, <c>spec.ports[0].port</c>.</param>
/// <param name="Before">The value now as JSON; null when the field is not there. Values of Secrets are hidden.</param>
/// <param name="After">The value afterwards as JSON; null when the field would be taken away.</param>
public sealed record PlanField(string Path, string? Before, string? After);

/// <summary>What a dry run found for one object, or for a Helm release (API version <c>helm</c>, kind <c>Release</c>).</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Cluster">The target cluster.</param>
/// <param name="ApiVersion">Its API version.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; null for cluster-scoped objects.</param>
/// <param name="Name">Its name.</param>
/// <param name="Change">What would happen to it.</param>
/// <param name="Note">What is to be known beside the fields, e.g. why the server could not check it; null for nothing.</param>
/// <param name="Fields">The fields that would change, in document order.</param>
public sealed record PlanItem(string Step, string Cluster, string ApiVersion, string Kind, string? Namespace, string Name, PlanChange Change, string? Note, IReadOnlyList<PlanField> Fields);
