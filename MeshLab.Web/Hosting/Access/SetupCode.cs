using System.Security.Cryptography;
using System.Text;
using MeshLab.Core.Access;

namespace MeshLab.Web.Hosting.Access;

/// <summary>
/// The code that proves on the page <c>/setup</c> that whoever adds the first user may read this process's console. A new one is made at each start; it is of
/// no use once there is a user.
/// </summary>
internal sealed class SetupCode(LoginRequirement login)
{
    // Without letters and digits that look alike; sixteen of them are 80 bits.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 16;
    private const int Group = 4;

    /// <summary>The code, in groups of four.</summary>
    public string Text { get; } = string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(Group).Select(group => new string(group)));

    /// <summary>Whether somebody typed the code, in whatever case and with or without dashes, while there is no user.</summary>
    public bool Fits(string? typed) =>
        !login.IsRequired && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Plain(typed ?? "")), Encoding.UTF8.GetBytes(Plain(Text)));

    /// <summary>Tells the console where to turn login on. Not the log: that may go elsewhere.</summary>
    public void Announce(string address)
    {
        if (!login.IsRequired)
        {
            Console.WriteLine($"No login: everyone on this machine may do everything. To require one, open {address}/setup with the code {Text}");
        }
    }

    private static string Plain(string code) => code.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
