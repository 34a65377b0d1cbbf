using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MeshLab.Tests.Browser;

/// <summary>Waits for addresses.</summary>
internal static class Addresses
{
    /// <summary>
    /// Waits until the page's address fits a pattern, in which <c>**</c> is anything and <c>*</c> anything without a slash. <c>WaitForURLAsync</c> looks once and then waits for a navigation: one
    /// that happens in between, as it does on a busy machine, is missed.
    /// </summary>
    public static Task ComesToAsync(this IPage page, string pattern)
    {
        var expression = Regex.Escape(pattern).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return Assertions.Expect(page).ToHaveURLAsync(new Regex($"^{expression}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }
}
