using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using Xunit;

namespace MeshLab.Tests.Access;

public class UserAccountsTests : IAsyncLifetime
{
    private AccessStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await AccessStore.CreateAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _store.DisposeAsync();
    }

    [Fact]
    public async Task Add_TheFirstUser_MustBeAnAdminAndTurnsLoginOn()
    {
        var refused = await Assert.ThrowsAsync<AccessRefusedException>(() => _store.Users.AddAsync("vera", AccessStore.Password, Role.Viewer, Token));
        Assert.Contains("must be an admin", refused.Message, StringComparison.Ordinal);
        Assert.False(await _store.Login.LookAsync(Token));

        await _store.Users.AddAsync("ada", AccessStore.Password, Role.Admin, Token);

        Assert.True(_store.Login.IsRequired);
        Assert.Equal(["ada"], (await _store.Users.ListAsync(Token)).Select(user => user.Name));
    }

    [Theory]
    [InlineData("", AccessStore.Password, "name")]
    [InlineData("local", AccessStore.Password, "name")]
    [InlineData("meshlab", AccessStore.Password, "name")]
    [InlineData("a\nb", AccessStore.Password, "name")]
    [InlineData("ADA", AccessStore.Password, "name")]
    [InlineData("bob", "too short", "weak")]
    [InlineData("bob", "aaaaaaaaaaaaaaaa", "weak")]
    public async Task Add_WhatCannotBeAUser_IsRefused(string name, string password, string key)
    {
        await _store.Users.AddAsync("ada", AccessStore.Password, Role.Admin, Token);

        var refused = await Assert.ThrowsAsync<AccessRefusedException>(() => _store.Users.AddAsync(name, password, Role.Viewer, Token));

        Assert.Equal(key, refused.Key);
        Assert.Single(await _store.Users.ListAsync(Token));
    }

    [Fact]
    public async Task LastAdmin_CannotBeDemotedDisabledOrDeleted()
    {
        var ada = await _store.Users.AddAsync("ada", AccessStore.Password, Role.Admin, Token);
        await _store.Users.AddAsync("vera", AccessStore.Password, Role.Viewer, Token);

        foreach (var act in new Func<Task>[]
        {
            () => _store.Users.SetRoleAsync(ada.Id, Role.Operator, Token),
            () => _store.Users.SetDisabledAsync(ada.Id, true, Token),
            () => _store.Users.DeleteAsync(ada.Id, Token),
        })
        {
            Assert.Contains("last admin", (await Assert.ThrowsAsync<AccessRefusedException>(act)).Message, StringComparison.Ordinal);
        }

        await _store.Users.AddAsync("bea", AccessStore.Password, Role.Admin, Token);
        await _store.Users.DeleteAsync(ada.Id, Token);
        Assert.Equal(["bea", "vera"], (await _store.Users.ListAsync(Token)).Select(user => user.Name));
    }

    [Fact]
    public async Task Changes_AreInTheAuditLogWithoutPasswords()
    {
        var ada = await _store.Users.AddAsync("ada", AccessStore.Password, Role.Admin, Token);
        var bob = await _store.Users.AddAsync("bob", AccessStore.Password, Role.Viewer, Token);
        await _store.Users.SetRoleAsync(bob.Id, Role.Operator, Token);
        await _store.Users.SetDisabledAsync(bob.Id, true, Token);
        await _store.Users.ResetPasswordAsync(bob.Id, "another long passphrase", Token);
        await _store.Users.DeleteAsync(bob.Id, Token);

        var entries = await _store.Trail.ListAsync(new("user."), null, 100, Token);
        Assert.Equal(["user.delete", "user.password", "user.disable", "user.role", "user.add", "user.add"], entries.Select(entry => entry.Deed));
        Assert.Contains(entries, entry => entry is { Deed: "user.role", Subject: "user bob", Detail: "viewer to operator" });
        Assert.DoesNotContain(entries, entry => $"{entry.Subject}{entry.Detail}".Contains("passphrase", StringComparison.Ordinal));
        Assert.Equal(1, ada.Id);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    public async Task Changes_ByOthersThanAdmins_AreRefused(Role role)
    {
        var ada = await _store.Users.AddAsync("ada", AccessStore.Password, Role.Admin, Token);
        await _store.Users.AddAsync("bea", AccessStore.Password, Role.Admin, Token);
        Actor.Enter(new("eve", "127.0.0.1", "browser", role));

        await Assert.ThrowsAsync<NotAllowedException>(() => _store.Users.ListAsync(Token));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.Users.AddAsync("mallory", AccessStore.Password, Role.Admin, Token));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.Users.SetRoleAsync(ada.Id, Role.Viewer, Token));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.Users.SetDisabledAsync(ada.Id, true, Token));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.Users.ResetPasswordAsync(ada.Id, AccessStore.Password, Token));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.Users.DeleteAsync(ada.Id, Token));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.Tokens.ListAsync(null, Token));
        await Assert.ThrowsAsync<NotAllowedException>(() => _store.Tokens.RevokeAsync(1, null, Token));
    }
}
