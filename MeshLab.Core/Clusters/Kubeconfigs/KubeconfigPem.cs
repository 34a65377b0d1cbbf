using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>Reads certificates and keys of a kubeconfig: <c>x-data</c> is base64 of PEM text and wins over the file named by <c>x</c>.</summary>
internal static class KubeconfigPem
{
    public static string? Certificates(KubeconfigEntry entry, string field)
    {
        if (Read(entry, field) is not { } found)
        {
            return null;
        }

        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(found.Pem);
            if (certificates.Count > 0)
            {
                foreach (var certificate in certificates)
                {
                    certificate.Dispose();
                }

                return found.Pem;
            }
        }
        catch (CryptographicException error)
        {
            throw new KubeconfigException($"{found.Where} holds a certificate that cannot be read: {error.Message}", error);
        }

        throw new KubeconfigException($"{found.Where} holds no PEM certificate (-----BEGIN CERTIFICATE-----).");
    }

    public static string? Key(KubeconfigEntry entry, string field)
    {
        if (Read(entry, field) is not { } found)
        {
            return null;
        }

        return found.Pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal)
            ? found.Pem
            : throw new KubeconfigException($"{found.Where} holds no PEM private key (-----BEGIN … PRIVATE KEY-----).");
    }

    public static void RequirePair(KubeconfigEntry user, string certificate, string key)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new KubeconfigException($"The client certificate and key of the user {user.Name} (line {user.Position.Line}) do not work together: {error.Message}", error);
        }
    }

    private static (string Pem, string Where)? Read(KubeconfigEntry entry, string field)
    {
        if (entry.Text(field + "-data") is { } data)
        {
            var where = $"{field}-data of {entry.Name} (line {entry.Position.Line})";
            try
            {
                return (Encoding.UTF8.GetString(Convert.FromBase64String(data)), where);
            }
            catch (FormatException error)
            {
                throw new KubeconfigException($"{where} is not base64. It must be the base64 of a PEM file on one line.", error);
            }
        }

        if (entry.FilePath(field) is not { } path)
        {
            return null;
        }

        try
        {
            return (File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var why = error is FileNotFoundException or DirectoryNotFoundException ? "which does not exist" : $"which cannot be read ({error.Message})";
            throw new KubeconfigException($"{field} of {entry.Name} (line {entry.Position.Line}) is the file {path}, {why}. Put the file there, or embed it with kubectl config set-cluster/set-credentials --embed-certs.", error);
        }
    }
}
