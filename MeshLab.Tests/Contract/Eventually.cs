using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>Polls until something is true, with a deadline.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, int seconds = 60)
    {
        if (!await BecomesTrueAsync(condition, seconds))
        {
            Assert.Fail($"did not come about within {seconds} s: {what}");
        }
    }

    public static async Task<bool> BecomesTrueAsync(Func<Task<bool>> condition, int seconds)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        while (!await condition())
        {
            if (DateTime.UtcNow > deadline)
            {
                return false;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return true;
    }
}
