using MeshLab.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MeshLab.Tests.Web.Hosting;

public sealed class DefaultAddressTests
{
    [Theory]
    [InlineData(null, null, DefaultAddress.Url)]
    [InlineData("urls", "http://127.0.0.1:8080", "http://127.0.0.1:8080")]
    [InlineData("http_ports", "8080", null)]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://127.0.0.1:8080", null)]
    public void Address_NothingIsSet_IsLoopback_AndWhatIsSetWins(string? setting, string? value, string? urls)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (setting is not null)
        {
            builder.Configuration.AddInMemoryCollection([KeyValuePair.Create(setting, value)]);
        }

        builder.UseDefaultAddress();

        Assert.Equal(urls, builder.Configuration["urls"]);
    }
}
