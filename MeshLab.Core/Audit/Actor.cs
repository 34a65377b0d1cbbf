namespace MeshLab.Core.Audit;

/// <summary>Who does something, as far as that is known.</summary>
/// <param name="Name">The name of a login; <c>local</c> while there is none, <c>MeshLab</c> for what MeshLab does by itself.</param>
/// <param name="Address">The address a request came from; null for what MeshLab does by itself.</param>
/// <param name="Client">The class of its program: <c>browser</c>, or a tool's name such as <c>curl</c>; null when it is not known.</param>
public sealed record Actor(string Name, string? Address, string? Client)
{
    /// <summary>The name of everybody who has not logged in.</summary>
    public const string LocalName = "local";

    /// <summary>MeshLab itself.</summary>
    public static readonly Actor MeshLab = new("MeshLab", null, null);

    private static readonly AsyncLocal<Actor?> Ambient = new();

    /// <summary>Who is behind the request or the page that this code serves; <see cref="MeshLab"/> outside of both.</summary>
    public static Actor Current => Ambient.Value ?? MeshLab;

    /// <summary>Sets who is behind what follows, in this flow of control and those it starts.</summary>
    public static void Enter(Actor actor) => Ambient.Value = actor;
}
