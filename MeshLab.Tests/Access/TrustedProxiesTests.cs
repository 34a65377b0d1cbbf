using MeshLab.Web.Hosting;
using MeshLab.Web.Hosting.Access;
using Xunit;

namespace MeshLab.Tests.Access;

public sealed class TrustedProxiesTests(TeamApp app) : IClassFixture<TeamApp>
{
    [Fact]
    public void Parse_OfNetworksAndAddresses_GivesNetworks() =>
        Assert.Equal(["10.244.0.0/16", "192.0.2.1/32", "fd00::/8", "::1/128"], TrustedProxies.Parse("10.244.0.0/16, 192.0.2.1,fd00::/8,::1").Select(network => network.ToString()));

    [Theory]
    [InlineData("everyone")]
    [InlineData("10.0.0.0/99")]
    public void Parse_OfSomethingElse_NamesIt(string setting) =>
        Assert.Contains(setting, Assert.Throws<StartupException>(() => TrustedProxies.Parse(setting)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Forwarded_BySomebodyWhoIsNotTrusted_IsIgnored()
    {
        using var client = app.Program(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "evil.example");

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.Contains($"ws://{app.Address.Authority}", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }
}
