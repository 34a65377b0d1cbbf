using System.Text.RegularExpressions;
using MeshLab.Tests.Access;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>The way from no login to a team, in a browser: set up, log in, what a viewer sees, log out, and being kept out.</summary>
public sealed partial class AccessTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 360)]
    public async Task Team_FromSetUpToLogOut_WorksAndIsAccessible(string theme, int width)
    {
        await using var web = await WebProcess.StartNewAsync();
        await using (var admin = await browser.VisitAsync(web, theme, width, 900))
        {
            await admin.OpenAsync("/account");
            await Assertions.Expect(admin.Page.GetByText("There is no login")).ToBeVisibleAsync();
            await admin.AssertAccessibleAsync();

            await admin.Page.GotoAsync("/setup");
            await AssertFitsAsync(admin, "setup");
            await BecomeFirstUserAsync(admin, web);

            await admin.Page.FillAsync("[data-new-name]", "vera");
            await admin.Page.FillAsync("[data-new-password]", AccessStore.Password);
            await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
            await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Change vera" }).ClickAsync();
            await Assertions.Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToBeDisabledAsync();
            await AssertFitsAsync(admin, "users");

            await admin.OpenAsync("/account");
            await admin.Page.GetByLabel("Name").FillAsync("nightly");
            await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Make a token" }).ClickAsync();
            await Assertions.Expect(admin.Page.Locator("[data-secret]")).ToContainTextAsync("meshlab_");
            await AssertFitsAsync(admin, "account");
            await RevokeByTypingAsync(admin, "nightly");
            admin.AssertNoFaults();
        }

        await using var viewer = await browser.VisitAsync(web, theme, width, 900);
        await viewer.Page.GotoAsync("/scenarios/istio-tutorial");
        await viewer.Page.ComesToAsync("**/login?returnUrl=**");
        await AssertFitsAsync(viewer, "login");
        await viewer.Page.FillAsync("[name=name]", "vera");
        await viewer.Page.FillAsync("[name=password]", AccessStore.Password);
        await viewer.Page.ClickAsync("button[type=submit]");
        await viewer.Page.ComesToAsync("**/scenarios/istio-tutorial");
        await viewer.WaitUntilReadyAsync();
        await Assertions.Expect(viewer.Page.Locator("[data-needs=operator]")).ToContainTextAsync("needs the role operator");
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Deploy|Teardown|Dry run") })).ToHaveCountAsync(0);
        await viewer.OpenAsync("/checklist");
        await PressKeysInVainAsync(viewer.Page);
        viewer.AssertNoFaults();

        await viewer.OpenAsync("/account");
        await viewer.Page.ClickAsync("[data-log-out]");
        await viewer.Page.ComesToAsync("**/login?left=1");
        await viewer.Page.GotoAsync("/runs");
        await viewer.Page.ComesToAsync("**/login?returnUrl=%2Fruns");
        viewer.AssertNoFaults();
    }

    [Fact]
    public async Task Page_OfAUserWhoIsDisabled_LeavesForTheLoginWithinAMinute()
    {
        await using var web = await WebProcess.StartNewAsync();
        await using var admin = await browser.VisitAsync(web);
        await admin.Page.GotoAsync("/setup");
        await BecomeFirstUserAsync(admin, web);
        await admin.Page.FillAsync("[data-new-name]", "vera");
        await admin.Page.FillAsync("[data-new-password]", AccessStore.Password);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(admin.Page.Locator("[data-user=vera]")).ToBeVisibleAsync();
        await using var viewer = await browser.VisitAsync(web);
        await viewer.Page.GotoAsync("/login");
        await viewer.Page.FillAsync("[name=name]", "vera");
        await viewer.Page.FillAsync("[name=password]", AccessStore.Password);
        await viewer.Page.ClickAsync("button[type=submit]");
        await viewer.WaitUntilReadyAsync();

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Change vera" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Assertions.Expect(admin.Page.Locator("[data-user=vera]")).ToContainTextAsync("disabled");

        await viewer.Page.ComesToAsync("**/login?returnUrl=**");

        // What cannot be undone asks for the name.
        var delete = admin.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true });
        await admin.Page.GetByLabel("To delete, type the name").FillAsync("ver");
        await Assertions.Expect(delete).ToBeDisabledAsync();
        await admin.Page.GetByLabel("To delete, type the name").FillAsync("vera");
        await delete.ClickAsync();
        await Assertions.Expect(admin.Page.Locator("[data-user=vera]")).ToHaveCountAsync(0);
        admin.AssertNoFaults();
    }

    private static async Task RevokeByTypingAsync(Visitor visitor, string token)
    {
        var row = visitor.Page.Locator($"[data-token={token}]");
        await row.GetByRole(AriaRole.Button, new() { Name = $"Revoke {token}" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke it" })).ToBeDisabledAsync();
        await AssertFitsAsync(visitor, "revoke");
        await visitor.Page.GetByLabel("To revoke it, type its name").FillAsync(token);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(row).ToContainTextAsync("revoked");
    }

    /// <summary>A viewer's keys move, and change nothing; the page says why.</summary>
    private static async Task PressKeysInVainAsync(IPage page)
    {
        await page.Locator(".checklist[data-live]").WaitForAsync();
        var box = page.Locator(".task-box").First;
        await Assertions.Expect(box).ToBeDisabledAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(box).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("n");
        var why = page.Locator(".mud-snackbar", new() { HasText = "need the role operator" });
        await Assertions.Expect(why).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("textarea")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(box).Not.ToBeCheckedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".task-details")).ToBeVisibleAsync();
        await Assertions.Expect(box).Not.ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("textarea")).ToHaveCountAsync(0);
        await Assertions.Expect(why).ToHaveCountAsync(1);
    }

    private static async Task AssertFitsAsync(Visitor visitor, string name)
    {
        await visitor.PictureAsync($"access-{name}");
        await visitor.AssertAccessibleAsync();
        Assert.Equal(await visitor.Page.EvaluateAsync<int>("() => innerWidth"), await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    /// <summary>Fills in the set-up page that is open, and waits for the page of users it leads to.</summary>
    private static async Task BecomeFirstUserAsync(Visitor admin, WebProcess web)
    {
        await admin.Page.FillAsync("[name=code]", SetupCode().Match(web.Output).Groups[1].Value);
        await admin.Page.FillAsync("[name=name]", "ada");
        await admin.Page.FillAsync("[name=password]", AccessStore.Password);
        await admin.Page.FillAsync("[name=repeated]", AccessStore.Password);
        await admin.Page.ClickAsync("button[type=submit]");
        await admin.Page.ComesToAsync("**/users");
        await admin.WaitUntilReadyAsync();
    }

    [GeneratedRegex("with the code ([A-Z0-9-]+)")]
    private static partial Regex SetupCode();
}
