using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class OverviewTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(1280, 800)]
    [InlineData(768, 1024)]
    public async Task Overview_AsItOpens_AnswersItsFourQuestionsWithoutScrolling(int width, int height)
    {
        await using var visitor = await browser.VisitAsync(width: width, height: height);
        await visitor.OpenAsync("/");

        foreach (var question in new[] { "How far", "What is next", "What runs now", "What the mesh costs" })
        {
            var tile = visitor.Page.Locator(".tile", new PageLocatorOptions { Has = visitor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { NameRegex = new(question) }) });
            await Assertions.Expect(tile).ToBeInViewportAsync(new LocatorAssertionsToBeInViewportOptions { Ratio = 1 });
        }

        visitor.AssertNoFaults();
    }
}
