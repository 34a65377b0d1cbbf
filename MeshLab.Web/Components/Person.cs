using MeshLab.Core.Audit;

namespace MeshLab.Web.Components;

/// <summary>Who looks at the page, cascaded to every component so that it can leave out what they may not do. Services refuse it anyway.</summary>
/// <param name="Name">The name of the login; null while there is no login.</param>
/// <param name="Role">What they may do; null for nothing.</param>
public sealed record Person(string? Name, Role? Role)
{
    /// <summary>Everybody while there is no login.</summary>
    public static readonly Person Local = new(null, Core.Audit.Role.Admin);

    /// <summary>Whether they may do what needs a role.</summary>
    public bool May(Role needed) => Role >= needed;
}
