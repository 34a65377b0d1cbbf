using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using Xunit;

namespace MeshLab.Tests.Access;

public class LoginsTests : IAsyncLifetime
{
    private const string Issuer = "https://id.example.org/realms/lab";

    private AccessStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await AccessStore.CreateAsync();
        await _store.Users.AddAsync("ada", AccessStore.Password, Role.Admin, Token);
        await _store.Users.AddAsync("bob", AccessStore.Password, Role.Operator, Token);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _store.DisposeAsync();
    }

    [Fact]
    public async Task LogIn_WithTheRightPassword_GivesTheUserAndIsRecorded()
    {
        var user = await _store.Logins.LogInAsync("BOB", AccessStore.Password, Token);

        Assert.Equal(("bob", Role.Operator), (user!.Name, user.Role));
        Assert.NotNull(await _store.Logins.FindAsync(user.Id, user.Stamp, Token));
        var entry = Assert.Single(await _store.Trail.ListAsync(new("login."), null, 10, Token));
        Assert.Equal(("login.in", "user bob", "bob"), (entry.Deed, entry.Subject, entry.Who));
    }

    [Fact]
    public async Task LogIn_FiveTimesWrong_KeepsTheUserOutEvenWithTheRightPassword()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Null(await _store.Logins.LogInAsync("bob", "not the password", Token));
        }

        Assert.Null(await _store.Logins.LogInAsync("bob", AccessStore.Password, Token));
        Assert.NotNull((await _store.Users.ListAsync(Token)).Single(user => user.Name == "bob").LockedUntil);
        Assert.NotNull(await _store.Logins.LogInAsync("ada", AccessStore.Password, Token));

        _store.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.NotNull(await _store.Logins.LogInAsync("bob", AccessStore.Password, Token));
    }

    [Fact]
    public async Task LogIn_OfAnUnknownName_IsRecordedWithoutIt()
    {
        Assert.Null(await _store.Logins.LogInAsync("my-secret-typed-here", "x", Token));

        var entry = Assert.Single(await _store.Trail.ListAsync(new("login.failed"), null, 10, Token));
        Assert.Equal("an unknown name", entry.Subject);
    }

    [Fact]
    public async Task Session_AfterAChangeOfPasswordRoleOrState_IsOver()
    {
        var first = (await _store.Logins.LogInAsync("bob", AccessStore.Password, Token))!;
        await _store.Users.SetRoleAsync(first.Id, Role.Viewer, Token);
        Assert.Null(await _store.Logins.FindAsync(first.Id, first.Stamp, Token));

        var second = (await _store.Logins.LogInAsync("bob", AccessStore.Password, Token))!;
        var third = await _store.Logins.ChangePasswordAsync(second.Id, AccessStore.Password, "another long passphrase", Token);
        Assert.Null(await _store.Logins.FindAsync(second.Id, second.Stamp, Token));
        Assert.NotNull(await _store.Logins.FindAsync(third.Id, third.Stamp, Token));

        await _store.Users.SetDisabledAsync(third.Id, true, Token);
        Assert.Null(await _store.Logins.FindAsync(third.Id, third.Stamp, Token));
        Assert.Null(await _store.Logins.LogInAsync("bob", "another long passphrase", Token));
    }

    [Fact]
    public async Task ChangePassword_WithAWrongPresentOne_IsRefused()
    {
        var bob = (await _store.Logins.LogInAsync("bob", AccessStore.Password, Token))!;

        var refused = await Assert.ThrowsAsync<AccessRefusedException>(() => _store.Logins.ChangePasswordAsync(bob.Id, "wrong", "another long passphrase", Token));

        Assert.Equal("present", refused.Key);
        Assert.NotNull(await _store.Logins.LogInAsync("bob", AccessStore.Password, Token));
    }

    [Fact]
    public async Task LogInExternal_ForTheFirstTime_MakesAUserAndFollowsTheProvidersRole()
    {
        var first = await _store.Logins.LogInExternalAsync(Issuer, "subject-1", "olga", Role.Viewer, Token);
        var second = await _store.Logins.LogInExternalAsync(Issuer, "subject-1", "olga", Role.Admin, Token);

        Assert.Equal((first.Id, true, Role.Admin), (second.Id, second.External, second.Role));
        Assert.Null(await _store.Logins.FindAsync(first.Id, first.Stamp, Token));
        Assert.Null(await _store.Logins.LogInAsync("olga", "", Token));
    }

    [Fact]
    public async Task LogInExternal_WithTheNameOfAnother_DoesNotBecomeThem()
    {
        var impostor = await _store.Logins.LogInExternalAsync(Issuer, "subject-2", "ada", Role.Viewer, Token);

        Assert.Equal(("ada (id.example.org)", Role.Viewer), (impostor.Name, impostor.Role));
    }

    [Fact]
    public async Task LogInExternal_WithoutARoleOrDisabled_IsRefusedAndRecorded()
    {
        await Assert.ThrowsAsync<AccessRefusedException>(() => _store.Logins.LogInExternalAsync(Issuer, "subject-3", "nina", null, Token));
        var olga = await _store.Logins.LogInExternalAsync(Issuer, "subject-4", "olga", Role.Viewer, Token);
        await _store.Users.SetDisabledAsync(olga.Id, true, Token);
        await Assert.ThrowsAsync<AccessRefusedException>(() => _store.Logins.LogInExternalAsync(Issuer, "subject-4", "olga", Role.Viewer, Token));

        Assert.Equal(["user olga", "user nina"], (await _store.Trail.ListAsync(new("login.failed"), null, 10, Token)).Select(entry => entry.Subject));
        Assert.DoesNotContain(await _store.Users.ListAsync(Token), user => user.Name == "nina");
    }
}
