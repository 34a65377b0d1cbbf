using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MeshLab.Core.Simulation;

/// <summary>Hashes that are the same in every process, for names, addresses and noise.</summary>
internal static class StableHash
{
    private const string SafeLetters = "bcdfghjklmnpqrstvwxz2456789";

    public static ulong Of(string text)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>16 hexadecimal digits.</summary>
    public static string Hex(string text) => Of(text).ToString("x16");

    /// <summary>A suffix as Kubernetes makes them: letters and digits that spell no words.</summary>
    public static string Suffix(string text, int length)
    {
        var value = Of(text);
        return string.Create(length, value, static (span, left) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = SafeLetters[(int)(left % (ulong)SafeLetters.Length)];
                left /= (ulong)SafeLetters.Length;
            }
        });
    }

    /// <summary>A number from 0 to below 1.</summary>
    public static double Fraction(string text) => Of(text) % 1_000_000 / 1_000_000.0;
}
