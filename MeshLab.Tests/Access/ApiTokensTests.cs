using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using Xunit;

namespace MeshLab.Tests.Access;

public sealed class ApiTokensTests : IAsyncLifetime
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private AccessStore _store = null!;
    private User _bob = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await AccessStore.CreateAsync();
        await _store.Users.AddAsync("ada", AccessStore.Password, Role.Admin, Token);
        _bob = await _store.Users.AddAsync("bob", AccessStore.Password, Role.Operator, Token);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Create_GivesATokenOfWhichOnlyAHashIsKept()
    {
        var made = await _store.Tokens.CreateAsync(_bob.Id, "nightly", Role.Operator, Month, Token);

        Assert.StartsWith("meshlab_", made.Secret, StringComparison.Ordinal);
        Assert.Equal(8 + 43, made.Secret.Length);
        var stored = await _store.DatabaseTextAsync(Token);
        Assert.Contains("nightly", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Secret, stored, StringComparison.Ordinal);
        var bearer = await _store.Tokens.FindAsync(made.Secret, Token);
        Assert.Equal(("bob", Role.Operator, "nightly"), (bearer!.User.Name, bearer.Role, bearer.TokenName));
    }

    [Fact]
    public async Task Find_AfterExpiryRevocationOrDisabling_FindsNobody()
    {
        var expiring = await _store.Tokens.CreateAsync(_bob.Id, "expiring", Role.Viewer, Month, Token);
        var revoked = await _store.Tokens.CreateAsync(_bob.Id, "revoked", Role.Viewer, Month + Month, Token);
        var resting = await _store.Tokens.CreateAsync(_bob.Id, "resting", Role.Viewer, Month + Month, Token);

        Assert.True(await _store.Tokens.RevokeAsync(revoked.Token.Id, _bob.Id, Token));
        Assert.False(await _store.Tokens.RevokeAsync(revoked.Token.Id, _bob.Id, Token));
        _store.Clock.Advance(Month);

        Assert.Null(await _store.Tokens.FindAsync(expiring.Secret, Token));
        Assert.Null(await _store.Tokens.FindAsync(revoked.Secret, Token));
        Assert.NotNull(await _store.Tokens.FindAsync(resting.Secret, Token));
        await _store.Users.SetDisabledAsync(_bob.Id, true, Token);
        Assert.Null(await _store.Tokens.FindAsync(resting.Secret, Token));
        await _store.Users.SetDisabledAsync(_bob.Id, false, Token);
        Assert.NotNull(await _store.Tokens.FindAsync(resting.Secret, Token));
        await _store.Users.DeleteAsync(_bob.Id, Token);
        Assert.Null(await _store.Tokens.FindAsync(resting.Secret, Token));
    }

    [Fact]
    public async Task Find_OfATokenOfSomebodyWhoMayLessNow_GivesTheLesserRole()
    {
        var made = await _store.Tokens.CreateAsync(_bob.Id, "nightly", Role.Operator, Month, Token);
        await _store.Users.SetRoleAsync(_bob.Id, Role.Viewer, Token);

        Assert.Equal(Role.Viewer, (await _store.Tokens.FindAsync(made.Secret, Token))!.Role);
    }

    [Theory]
    [InlineData(Role.Admin, 30, "nightly", "may do no more than its user")]
    [InlineData(Role.Viewer, 0, "nightly", "up to 366 days")]
    [InlineData(Role.Viewer, 400, "nightly", "up to 366 days")]
    [InlineData(Role.Viewer, 30, " ", "needs a name")]
    public async Task Create_OfWhatCannotBe_IsRefused(Role scope, int days, string name, string said)
    {
        var refused = await Assert.ThrowsAsync<AccessRefusedException>(() => _store.Tokens.CreateAsync(_bob.Id, name, scope, TimeSpan.FromDays(days), Token));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_OfSomebodyElsesToken_IsRefused()
    {
        var made = await _store.Tokens.CreateAsync(_bob.Id, "nightly", Role.Viewer, Month, Token);

        Assert.False(await _store.Tokens.RevokeAsync(made.Token.Id, _bob.Id + 1, Token));
        Assert.NotNull(await _store.Tokens.FindAsync(made.Secret, Token));
    }

    [Fact]
    public async Task Find_NotesTheUseOnceAMinute()
    {
        var made = await _store.Tokens.CreateAsync(_bob.Id, "nightly", Role.Viewer, Month, Token);
        await _store.Tokens.FindAsync(made.Secret, Token);
        var first = (await _store.Tokens.ListAsync(_bob.Id, Token)).Single().LastUsedAt;
        _store.Clock.Advance(TimeSpan.FromSeconds(30));
        await _store.Tokens.FindAsync(made.Secret, Token);
        Assert.Equal(first, (await _store.Tokens.ListAsync(_bob.Id, Token)).Single().LastUsedAt);
        _store.Clock.Advance(TimeSpan.FromSeconds(30));
        await _store.Tokens.FindAsync(made.Secret, Token);

        Assert.Equal(first + TimeSpan.FromMinutes(1), (await _store.Tokens.ListAsync(_bob.Id, Token)).Single().LastUsedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("meshlab_")]
    [InlineData("meshlab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("github_AAAA")]
    public async Task Find_OfWhatIsNoToken_FindsNobody(string secret) => Assert.Null(await _store.Tokens.FindAsync(secret, Token));
}
