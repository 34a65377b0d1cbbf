namespace MeshLab.Core.Audit;

/// <summary>Somebody may not do what was asked. The message says which role it needs; it is meant to be shown as it is.</summary>
public sealed class NotAllowedException(Actor actor, Role needed) : Exception(
    $"This needs the role {Name(needed)}; {actor.Name} has {(actor.Role is { } role ? $"the role {Name(role)}" : "no role here")}. An admin can change that on the Users page.")
{
    /// <summary>The least role that may do it.</summary>
    public Role Needed { get; } = needed;

    private static string Name(Role role) => role.ToString().ToLowerInvariant();
}
