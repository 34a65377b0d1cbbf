using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Access;

/// <summary>Adds, changes and deletes users, and revokes anybody's tokens. For admins.</summary>
public sealed partial class UsersPage : LiveComponent
{
    private IReadOnlyList<User> _users = [];
    private IReadOnlyList<ApiToken> _tokens = [];
    private long? _chosen;
    private long? _revoking;
    private string? _problem;
    private string? _done;
    private string _name = "";
    private string _password = "";
    private Role _role = Role.Viewer;

    /// <summary>The users.</summary>
    [Inject]
    public required UserAccounts Users { get; set; }

    /// <summary>The tokens.</summary>
    [Inject]
    public required ApiTokens Tokens { get; set; }

    /// <summary>Whether people must log in.</summary>
    [Inject]
    public required LoginRequirement Login { get; set; }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _users = await Users.ListAsync(cancellationToken);
        _tokens = [.. (await Tokens.ListAsync(null, cancellationToken)).Where(token => token.IsValid(Clock.GetUtcNow()))];
    }

    private void Choose(long id) => _chosen = _chosen == id ? null : id;

    private Task AddAsync() => DoAsync(
        async () =>
        {
            await Users.AddAsync(_name, _password, _role, Disposed);
            (_name, _password) = ("", "");
        },
        $"{_name.Trim()} may log in now.");

    private Task SetRoleAsync(User user, Role role) => DoAsync(() => Users.SetRoleAsync(user.Id, role, Disposed), $"{user.Name} is {role.ToString().ToLowerInvariant()} now.");

    private Task DisableAsync(User user, bool disabled) =>
        DoAsync(() => Users.SetDisabledAsync(user.Id, disabled, Disposed), disabled ? $"{user.Name} is kept out now." : $"{user.Name} may log in again.");

    private Task SetPasswordAsync(User user, string password) => DoAsync(() => Users.ResetPasswordAsync(user.Id, password, Disposed), $"The password of {user.Name} is set.");

    private Task DeleteAsync(User user) => DoAsync(() => Users.DeleteAsync(user.Id, Disposed), $"{user.Name} is deleted.");

    private Task RevokeAsync(ApiToken token)
    {
        _revoking = null;
        return DoAsync(() => Tokens.RevokeAsync(token.Id, null, Disposed), $"The token {token.Name} of {token.UserName} is revoked.");
    }

    private async Task DoAsync(Func<Task> change, string done)
    {
        try
        {
            await change();
            (_problem, _done) = (null, done);
        }
        catch (Exception error) when (error is AccessRefusedException or NotAllowedException)
        {
            (_problem, _done) = (error.Message, null);
        }

        await RefreshAsync();
    }
}
