using System.Text;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Reads a text file that must not be larger than it has any reason to be.</summary>
internal static class LimitedText
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ManifestException">The file cannot be read, is too large, or is no UTF-8.</exception>
    public static string Read(string path, string name, long maxBytes)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > maxBytes)
            {
                throw new ManifestException([new(name, 1, 1, $"has {file.Length:N0} bytes; more than {maxBytes:N0} are refused")]);
            }

            using var reader = new StreamReader(file, Utf8);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException([new(name, 1, 1, $"cannot be read: {error.Message}")], error);
        }
        catch (DecoderFallbackException error)
        {
            throw new ManifestException([new(name, 1, 1, "is not UTF-8 text")], error);
        }
    }
}
