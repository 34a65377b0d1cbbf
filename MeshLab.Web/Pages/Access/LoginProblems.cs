namespace MeshLab.Web.Pages.Access;

/// <summary>What a form can run into. Addresses carry the key and never the text, so that nobody can send a link that makes MeshLab say something.</summary>
internal static class LoginProblems
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["code"] = "This is not the code that MeshLab printed when it started.",
        ["differ"] = "The two passwords differ.",
        ["weak"] = "The password needs at least 12 characters, five of them different, and at most 256.",
        ["name"] = "This name cannot be used. It needs 1 to 100 visible characters, and local, anonymous, MeshLab and API are taken.",
        ["present"] = "The present password is not right, or the user is locked for some minutes after wrong passwords.",
        ["no-role"] = "Your account has no role in MeshLab, or is disabled here. Ask whoever manages it.",
        ["provider"] = "The provider's login did not work out. The log has more.",
    };

    /// <summary>The text for a key; null for none.</summary>
    public static string? TextOf(string? key) => key is null ? null : Texts.GetValueOrDefault(key, "That did not work out. Try again.");
}
