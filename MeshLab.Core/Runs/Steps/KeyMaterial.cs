using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Makes certificates (ECDSA P-256, SHA-256) JSON web tokens (RSA 2048, RS256, RFC 7515 and 7517) and passwords.</summary>
internal static class KeyMaterial
{
    private const string PasswordCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int PasswordLength = 32;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public static IReadOnlyDictionary<string, TemplateValue> Make(GenerateAction action, (string Certificate, string Key)? issuer, DateTimeOffset now) =>
        action.What switch
        {
            GenerateKind.JsonWebToken => Token(action, now),
            GenerateKind.Password => new Dictionary<string, TemplateValue> { ["password"] = TemplateValue.Secret(RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength)) },
            _ => Certificate(action, issuer, now),
        };

    /// <summary>Whether earlier material still does: signed by this issuer, and more than a third of its time left.</summary>
    public static bool IsFresh(GenerateAction action, IReadOnlyDictionary<string, TemplateValue> earlier, (string Certificate, string Key)? issuer, DateTimeOffset now)
    {
        if (action.What == GenerateKind.JsonWebToken)
        {
            return earlier.TryGetValue("token", out var token) && Expiry(token.Text) - now > action.Validity / 3;
        }

        if (action.What == GenerateKind.Password)
        {
            return earlier.ContainsKey("password");
        }

        if (!earlier.TryGetValue("certificate", out var pem))
        {
            return false;
        }

        using var certificate = X509Certificate2.CreateFromPem(pem.Text);
        if (certificate.NotAfter.ToUniversalTime() - now.UtcDateTime <= action.Validity / 3 || certificate.GetNameInfo(X509NameType.SimpleName, false) != action.CommonName)
        {
            return false;
        }

        if (issuer is null)
        {
            return true;
        }

        using var authority = X509Certificate2.CreateFromPem(issuer.Value.Certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        return chain.Build(certificate);
    }

    private static Dictionary<string, TemplateValue> Certificate(GenerateAction action, (string Certificate, string Key)? issuer, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={action.CommonName}", key, HashAlgorithmName.SHA256);
        var signs = action.What == GenerateKind.CertificateAuthority || action.Intermediate;
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(signs, issuer is not null && signs, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(signs ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (!signs)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(action.CommonName);
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = issuer is { } parent ? Sign(request, parent, action, now) : request.CreateSelfSigned(now - ClockSkew, now + action.Validity);
        var certificatePem = certificate.ExportCertificatePem() + "\n";
        var keyPem = key.ExportECPrivateKeyPem() + "\n";
        return new Dictionary<string, TemplateValue>
        {
            ["certificate"] = TemplateValue.Secret(certificatePem),
            ["key"] = TemplateValue.Secret(keyPem),
            ["certificateBase64"] = TemplateValue.Secret(Base64(certificatePem)),
            ["keyBase64"] = TemplateValue.Secret(Base64(keyPem)),
        };
    }

    private static X509Certificate2 Sign(CertificateRequest request, (string Certificate, string Key) parent, GenerateAction action, DateTimeOffset now)
    {
        using var authority = X509Certificate2.CreateFromPem(parent.Certificate, parent.Key);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var end = now + action.Validity;
        var latest = new DateTimeOffset(authority.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        return request.Create(authority, now - ClockSkew < authority.NotBefore ? authority.NotBefore : now - ClockSkew, end > latest ? latest : end, serial);
    }

    private static Dictionary<string, TemplateValue> Token(GenerateAction action, DateTimeOffset now)
    {
        using var key = RSA.Create(2048);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var id = Base64Url(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
        var jwks = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = id,
                ["n"] = Base64Url(parameters.Modulus!),
                ["e"] = Base64Url(parameters.Exponent!),
            }),
        };
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = id };
        var payload = new JsonObject(action.Claims.Select(claim => KeyValuePair.Create(claim.Key, (JsonNode?)claim.Value)))
        {
            ["iss"] = action.CommonName,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + action.Validity).ToUnixTimeSeconds(),
        };
        var signed = $"{Base64Url(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new Dictionary<string, TemplateValue>
        {
            ["jwks"] = TemplateValue.Plain(jwks.ToJsonString()),
            ["token"] = TemplateValue.Secret($"{signed}.{Base64Url(signature)}"),
        };
    }

    private static DateTimeOffset Expiry(string token)
    {
        var payload = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')));
        return DateTimeOffset.FromUnixTimeSeconds(JsonNode.Parse(json)!["exp"]!.GetValue<long>());
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
