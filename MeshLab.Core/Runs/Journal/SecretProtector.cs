using Microsoft.AspNetCore.DataProtection;

namespace MeshLab.Core.Runs.Journal;

/// <summary>Encrypts secret parameters and outputs for the database, with keys that lie beside it in the data directory.</summary>
internal sealed class SecretProtector(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("MeshLab.Runs.Secrets");

    public string Protect(string value) => _protector.Protect(value);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The key is gone or the value was changed.</exception>
    public string Unprotect(string value) => _protector.Unprotect(value);
}
