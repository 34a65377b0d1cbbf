using MeshLab.Core.Decisions;
using MeshLab.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Decisions;

public class DecisionStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_TwiceUnderOneName_KeepsTheNewerAnswers()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddDecisions());
        var store = database.Services.GetRequiredService<DecisionStore>();

        await store.SaveAsync(" Shop ", AnswerText.Default, "ann", Token);
        await store.SaveAsync("Shop", AnswerText.Default with { ComplexL7 = true }, "bob", Token);

        var saved = Assert.Single(await store.ListAsync(Token));
        Assert.Equal(("Shop", "bob", AnswerText.Default with { ComplexL7 = true }), (saved.Name, saved.SavedBy, AnswerText.Read(saved.Answers)));
        Assert.True(await store.DeleteAsync(saved.Id, Token));
        Assert.False(await store.DeleteAsync(saved.Id, Token));
        Assert.Empty(await store.ListAsync(Token));
    }

    [Theory]
    [InlineData("  ", "needs a name")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "longer than 100")]
    public async Task Save_UnderNoFitName_IsRefused(string name, string why)
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddDecisions());

        var refused = await Assert.ThrowsAsync<DecisionRefusedException>(() => database.Services.GetRequiredService<DecisionStore>().SaveAsync(name, AnswerText.Default, "ann", Token));

        Assert.Contains(why, refused.Message);
    }
}
