using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>Checks a JSON web token as Envoy does: RS256, RS384, RS512 and ES256 against the key set in the resource. The messages are Envoy's.</summary>
internal static class JsonWebToken
{
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    public static (JsonObject? Claims, string Problem) Verify(string token, JsonObject rule, DateTimeOffset now)
    {
        if (token.Split('.') is not [var head, var body, var signature])
        {
            return (null, "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections");
        }

        if (Read(head) is not { } header)
        {
            return (null, "Jwt header is an invalid JSON");
        }

        if (Read(body) is not { } claims)
        {
            return (null, "Jwt payload is an invalid JSON");
        }

        if (rule.Scalar("issuer") is { Length: > 0 } issuer && claims.Scalar("iss") != issuer)
        {
            return (null, "Jwt issuer is not configured");
        }

        if (claims.Number("exp") is { } expiry && DateTimeOffset.FromUnixTimeSeconds((long)expiry) + Leeway < now)
        {
            return (null, "Jwt is expired");
        }

        if (claims.Number("nbf") is { } start && DateTimeOffset.FromUnixTimeSeconds((long)start) - Leeway > now)
        {
            return (null, "Jwt not yet valid");
        }

        var audiences = rule.Texts("audiences");
        if (audiences.Count > 0 && !claims.Texts("aud").Append(claims.Scalar("aud") ?? "").Any(audiences.Contains))
        {
            return (null, "Audiences in Jwt are not allowed");
        }

        if (rule.Scalar("jwks") is not { } text)
        {
            return (null, "Jwks remote fetch is failed");
        }

        var keys = KeysOf(text);
        if (keys.Count == 0)
        {
            return (null, "Jwks doesn't have key to match kid or alg from Jwt");
        }

        var kid = header.Scalar("kid");
        var fitting = keys.Where(key => kid is null || key.Scalar("kid") is null || key.Scalar("kid") == kid).ToList();
        if (fitting.Count == 0)
        {
            return (null, "Jwks doesn't have key to match kid or alg from Jwt");
        }

        var signed = Encoding.ASCII.GetBytes($"{head}.{body}");
        return Decode(signature) is { } bytes && fitting.Any(key => IsSigned(key, header.Scalar("alg"), signed, bytes))
            ? (claims, "")
            : (null, "Jwt verification fails");
    }

    private static bool IsSigned(JsonObject key, string? algorithm, byte[] signed, byte[] signature)
    {
        try
        {
            if (algorithm is "RS256" or "RS384" or "RS512" && Decode(key.Scalar("n")) is { } modulus && Decode(key.Scalar("e")) is { } exponent)
            {
                using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
                var hash = algorithm switch
                {
                    "RS256" => HashAlgorithmName.SHA256,
                    "RS384" => HashAlgorithmName.SHA384,
                    _ => HashAlgorithmName.SHA512,
                };
                return rsa.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1);
            }

            if (algorithm == "ES256" && Decode(key.Scalar("x")) is { } x && Decode(key.Scalar("y")) is { } y)
            {
                using var curve = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
                return curve.VerifyData(signed, signature, HashAlgorithmName.SHA256);
            }
        }
        catch (CryptographicException)
        {
            // A key that is none verifies nothing.
        }

        return false;
    }

    private static List<JsonObject> KeysOf(string text)
    {
        try
        {
            return [.. JsonNode.Parse(text).Items("keys")];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static JsonObject? Read(string part)
    {
        try
        {
            return Decode(part) is { } bytes ? JsonNode.Parse(bytes) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string? part)
    {
        try
        {
            return part is null ? null : Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
