namespace MeshLab.Core.Audit;

/// <summary>Who does something, as far as that is known.</summary>
/// <param name="Name">The name of a login; <c>local</c> while there is none, <c>MeshLab</c> for what MeshLab does by itself.</param>
/// <param name="Address">The address a request came from; null for what MeshLab does by itself.</param>
/// <param name="Client">The class of its program: <c>browser</c>, or a tool's name such as <c>curl</c>; null when it is not known.</param>
/// <param name="Role">What they may do; null for somebody who has not logged in where a login is needed.</param>
public sealed record Actor(string Name, string? Address, string? Client, Role? Role)
{
    /// <summary>The name of everybody while there is no login.</summary>
    public const string LocalName = "local";

    /// <summary>The name of those who have not logged in where a login is needed.</summary>
    public const string AnonymousName = "anonymous";

    /// <summary>MeshLab itself.</summary>
    public static readonly Actor MeshLab = new("MeshLab", null, null, Audit.Role.Admin);

    private static readonly AsyncLocal<Actor?> Ambient = new();

    /// <summary>Who is behind the request or the page that this code serves; <see cref="MeshLab"/> outside of both.</summary>
    public static Actor Current => Ambient.Value ?? MeshLab;

    /// <summary>The name that is kept with what they make: while there is no login, that of the machine's user.</summary>
    public string Signature => Name == LocalName ? Environment.UserName : Name;

    /// <summary>Sets who is behind what follows, in this flow of control and those it starts.</summary>
    public static void Enter(Actor actor) => Ambient.Value = actor;

    /// <summary>Refuses what whoever is behind this code may not do. Services call it before they change anything.</summary>
    /// <exception cref="NotAllowedException">They lack the role.</exception>
    public static void Require(Role needed)
    {
        if (!Current.May(needed))
        {
            throw new NotAllowedException(Current, needed);
        }
    }

    /// <summary>Whether they may do what needs a role.</summary>
    public bool May(Role needed) => Role >= needed;
}
