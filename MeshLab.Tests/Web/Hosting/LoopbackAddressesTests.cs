using MeshLab.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

public sealed class LoopbackAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.8.9.10:0")]
    [InlineData("http://localhost:5080")]
    [InlineData("https://LOCALHOST")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://unix:/tmp/meshlab.sock")]
    public void IsLoopback_OfThisMachine_IsTrue(string url) => Assert.True(LoopbackAddresses.IsLoopback(url));

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://192.168.1.2:5080")]
    [InlineData("http://localhost.example.com:5080")]
    [InlineData("http://127.0.0.1.example.com:5080")]
    [InlineData("5080")]
    public void IsLoopback_OfOthers_IsFalse(string url) => Assert.False(LoopbackAddresses.IsLoopback(url));

    [Theory]
    [InlineData("urls", "http://127.0.0.1:5080;http://0.0.0.0:5081", "http://0.0.0.0:5081")]
    [InlineData("HTTP_PORTS", "8080", "ASPNETCORE_HTTP_PORTS")]
    [InlineData("HTTPS_PORTS", "8443", "ASPNETCORE_HTTPS_PORTS")]
    [InlineData("Kestrel:Endpoints:Public:Url", "http://*:80", "Kestrel:Endpoints:Public:Url")]
    public void Require_WithAPublicAddress_NamesItAndSaysWhy(string setting, string value, string named)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();

        var refusal = Assert.Throws<StartupException>(() => LoopbackAddresses.Require(configuration, loginRequired: false));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("user add NAME --role admin", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_WithLoopbackAddressesOnly_Passes()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("urls", "http://127.0.0.1:1;http://[::1]:2"), new("Kestrel:Endpoints:A:Url", "http://localhost:3")]).Build();

        LoopbackAddresses.Require(configuration, loginRequired: false);
    }

    [Fact]
    public void Require_WithAPublicAddressAndALogin_Passes()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("urls", "http://0.0.0.0:5080")]).Build();

        LoopbackAddresses.Require(configuration, loginRequired: true);

        Assert.NotNull(LoopbackAddresses.FindPublic(configuration));
    }
}
