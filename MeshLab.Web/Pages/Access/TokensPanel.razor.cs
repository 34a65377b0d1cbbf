using System.Globalization;
using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Access;

/// <summary>One's tokens: made, shown once, revoked.</summary>
public sealed partial class TokensPanel : LiveComponent
{
    private static readonly int[] Days = [7, 30, 90, 365];

    private IReadOnlyList<ApiToken> _tokens = [];
    private NewApiToken? _created;
    private long? _revoking;
    private string? _problem;
    private string _name = "";
    private Role _scope = Role.Viewer;
    private int _days = 30;

    /// <summary>Whose tokens.</summary>
    [Parameter]
    [EditorRequired]
    public long UserId { get; set; }

    /// <summary>Their role, which no token may go beyond.</summary>
    [Parameter]
    [EditorRequired]
    public Role Largest { get; set; }

    /// <summary>The tokens.</summary>
    [Inject]
    public required ApiTokens Tokens { get; set; }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _tokens = await Tokens.ListAsync(UserId, cancellationToken);

    private string StateOf(ApiToken token) =>
        token.RevokedAt is not null ? "revoked"
        : token.IsValid(Clock.GetUtcNow()) ? token.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : "expired";

    private async Task CreateAsync()
    {
        try
        {
            (_created, _problem) = (await Tokens.CreateAsync(UserId, _name, _scope, TimeSpan.FromDays(_days), Disposed), null);
            _name = "";
        }
        catch (Exception error) when (error is AccessRefusedException or NotAllowedException)
        {
            (_created, _problem) = (null, error.Message);
        }

        await RefreshAsync();
    }

    private async Task RevokeAsync(ApiToken token)
    {
        _revoking = null;
        await Tokens.RevokeAsync(token.Id, UserId, Disposed);
        _created = _created?.Token.Id == token.Id ? null : _created;
        await RefreshAsync();
    }
}
