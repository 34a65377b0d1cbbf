using System.Text;

namespace MeshLab.Core.Runs.Journal;

/// <summary>
/// Takes the secrets of a run out of every text before it is stored or shown. A secret of several lines is masked line by line,
/// because tools print lines; the base64 form is masked as well, because Secrets are printed in it.
/// </summary>
internal sealed class SecretMask
{
    /// <summary>Shorter texts cannot be masked without making a log unreadable; secret parameters must be at least this long.</summary>
    public const int ShortestSecret = 4;

    public const string Mask = "•••";

    private readonly Lock _lock = new();
    private string[] _secrets = [];

    public void Add(string secret)
    {
        lock (_lock)
        {
            _secrets = [.. _secrets.Concat(Forms(secret)).Distinct(StringComparer.Ordinal).OrderByDescending(text => text.Length)];
        }
    }

    public string Apply(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        if (secret.Length < ShortestSecret)
        {
            yield break;
        }

        yield return secret;
        if (secret.Trim() is { Length: >= ShortestSecret } trimmed)
        {
            yield return trimmed;
        }

        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        var lines = secret.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 1)
        {
            // "-----BEGIN CERTIFICATE-----" is no secret, and short last lines would mask ordinary words.
            foreach (var line in lines.Where(line => line.Length >= 8 && !line.StartsWith("-----", StringComparison.Ordinal)))
            {
                yield return line;
            }

            yield return string.Join("\\n", secret.Split('\n'));
        }
    }
}
