namespace MeshLab.Web.Layout;

/// <summary>The theme in use, cascaded to every page so that charts can follow it.</summary>
/// <param name="Choice">What the person chose.</param>
/// <param name="SystemIsDark">Whether the operating system prefers dark.</param>
/// <param name="TextScale">How large the page's text is: 1 where a rem is 16 CSS pixels, more on a screen of 4K and for people who set larger text in their browser.</param>
public sealed record ThemeState(ThemeChoice Choice, bool SystemIsDark, double TextScale = 1)
{
    /// <summary>The cookie that holds the choice: <c>light</c> or <c>dark</c>; absent for the system's.</summary>
    public const string ChoiceCookie = "meshlab-theme";

    /// <summary>The cookie in which the browser notes what the system prefers, so that the first answer already has the right colours.</summary>
    public const string SystemCookie = "meshlab-system-theme";

    /// <summary>Whether the page is dark.</summary>
    public bool IsDark => Choice == ThemeChoice.Dark || (Choice == ThemeChoice.System && SystemIsDark);

    /// <summary>Reads the two cookies; whatever they hold that is not known counts as absent.</summary>
    public static ThemeState FromCookies(IRequestCookieCollection cookies)
    {
        ArgumentNullException.ThrowIfNull(cookies);
        var choice = cookies[ChoiceCookie] switch
        {
            "light" => ThemeChoice.Light,
            "dark" => ThemeChoice.Dark,
            _ => ThemeChoice.System,
        };
        return new ThemeState(choice, cookies[SystemCookie] == "dark");
    }
}
