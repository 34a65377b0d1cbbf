using MeshLab.Core.Access;
using MeshLab.Web.Components;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace MeshLab.Web.Pages.Access;

/// <summary>One's own account: tokens, password, logging out.</summary>
public sealed partial class AccountPage : LiveComponent
{
    private long? _userId;
    private bool _external;

    /// <summary>Who looks at the page.</summary>
    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    /// <summary>The same, in short.</summary>
    [CascadingParameter]
    public Person Person { get; set; } = Person.Local;

    /// <summary>Users by their session.</summary>
    [Inject]
    public required Logins Logins { get; set; }

    /// <summary>The key of what the password's form ran into; see <see cref="LoginProblems"/>.</summary>
    [SupplyParameterFromQuery(Name = "problem")]
    public string? ProblemKey { get; set; }

    /// <summary>Set when the password was just changed.</summary>
    [SupplyParameterFromQuery]
    public string? Changed { get; set; }

    private string? Problem => LoginProblems.TextOf(ProblemKey);

    private string Subtitle => Person.Name is { } name ? $"{name}, {Person.Role?.ToString().ToLowerInvariant()}." : "";

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var user = (await Authentication).User;
        _userId = user.IsLocal() ? null : user.UserIdOf();
        _external = _userId is { } id && await Logins.FindAsync(id, user.StampOf(), cancellationToken) is { External: true };
    }
}
