namespace MeshLab.Core;

/// <summary>An OpenID Connect provider to log in with: the section <c>MeshLab:Oidc</c>.</summary>
public sealed class OidcOptions
{
    /// <summary>The issuer's address, e.g. <c>https://keycloak.example.org/realms/lab</c>. Empty: there is none. Plain http is accepted of loopback addresses only.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The id that MeshLab is registered under.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret that goes with it; empty for a public client, which PKCE protects alone.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What the button on the login page names.</summary>
    public string Title { get; set; } = "OpenID Connect";

    /// <summary>The claim with a person's name.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>The claim with a person's roles or groups; several values are looked at.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Scopes to ask for besides <c>openid</c> and <c>profile</c>, separated by spaces, e.g. <c>groups</c>.</summary>
    public string Scopes { get; set; } = "";

    /// <summary>Values of the role claim that make a viewer, separated by commas. <c>*</c> takes everybody who can log in there.</summary>
    public string Viewers { get; set; } = "";

    /// <summary>Values of the role claim that make an operator, likewise.</summary>
    public string Operators { get; set; } = "";

    /// <summary>Values of the role claim that make an admin, likewise.</summary>
    public string Admins { get; set; } = "";

    /// <summary>Whether a provider is named.</summary>
    public bool IsSet => Authority.Length > 0;
}
