using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Steps;
using MeshLab.Core.Scenarios;
using Xunit;

namespace MeshLab.Tests.Runs.Steps;

public sealed class KeyMaterialTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public void Certificate_ChainsToItsAuthority_AndIsFreshUntilAThirdOfItsTimeIsLeft()
    {
        var authority = new GenerateAction(GenerateKind.CertificateAuthority, "root.test", null, false, new Dictionary<string, string>(), TimeSpan.FromHours(30));
        var intermediate = new GenerateAction(GenerateKind.Certificate, "issuer.test", "anchor", true, new Dictionary<string, string>(), TimeSpan.FromHours(3));

        var root = KeyMaterial.Make(authority, null, Now);
        var issuer = (root["certificate"].Text, root["key"].Text);
        var made = KeyMaterial.Make(intermediate, issuer, Now);

        Assert.All(root.Values.Concat(made.Values), value => Assert.True(value.IsSecret));
        Assert.Equal(made["certificate"].Text, Encoding.UTF8.GetString(Convert.FromBase64String(made["certificateBase64"].Text)));
        using var certificate = X509Certificate2.CreateFromPem(made["certificate"].Text, made["key"].Text);
        Assert.True(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        using var key = certificate.GetECDsaPublicKey()!;
        Assert.Equal(256, key.KeySize);
        Assert.True(KeyMaterial.IsFresh(intermediate, made, issuer, Now));
        Assert.False(KeyMaterial.IsFresh(intermediate, made, issuer, Now.AddHours(2.1)));
        var other = KeyMaterial.Make(authority, null, Now);
        Assert.False(KeyMaterial.IsFresh(intermediate, made, (other["certificate"].Text, other["key"].Text), Now));
    }

    [Fact]
    public void Token_IsSignedByTheKeyThatIsPublished()
    {
        var action = new GenerateAction(GenerateKind.JsonWebToken, "meshlab.test", null, false, new Dictionary<string, string> { ["sub"] = "alice" }, TimeSpan.FromHours(1));

        var made = KeyMaterial.Make(action, null, Now);

        Assert.False(made["jwks"].IsSecret);
        Assert.True(made["token"].IsSecret);
        var jwk = JsonNode.Parse(made["jwks"].Text)!["keys"]![0]!;
        var parts = made["token"].Text.Split('.');
        using var rsa = RSA.Create(new RSAParameters { Modulus = Decode(jwk["n"]!.GetValue<string>()), Exponent = Decode(jwk["e"]!.GetValue<string>()) });
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Decode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var payload = JsonNode.Parse(Decode(parts[1]))!;
        Assert.Equal("alice", payload["sub"]!.GetValue<string>());
        Assert.Equal("meshlab.test", payload["iss"]!.GetValue<string>());
        Assert.True(KeyMaterial.IsFresh(action, made, null, Now));
        Assert.False(KeyMaterial.IsFresh(action, made, null, Now.AddMinutes(50)));
    }

    [Fact]
    public void Password_IsSecretRandomAndKept()
    {
        var action = new GenerateAction(GenerateKind.Password, "admin", null, false, new Dictionary<string, string>(), TimeSpan.FromDays(365));

        var made = KeyMaterial.Make(action, null, Now);
        var other = KeyMaterial.Make(action, null, Now);

        Assert.Equal(StepOutputs.Of(action), made.Keys);
        Assert.True(made["password"].IsSecret);
        Assert.Matches("^[A-Za-z0-9]{32}$", made["password"].Text);
        Assert.NotEqual(made["password"].Text, other["password"].Text);
        Assert.True(KeyMaterial.IsFresh(action, made, null, Now.AddYears(3)));
    }

    private static byte[] Decode(string text)
    {
        text = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }
}
