using Bunit;
using MeshLab.Core.Roadmap;
using MeshLab.Web.Pages.Checklist;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Web.Checklist;

public sealed class ChecklistAddressTests
{
    [Fact]
    public async Task Follow_EchoOfWhatWasTyped_KeepsTheNewestWord()
    {
        await using var context = new BunitContext();
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        var address = new ChecklistAddress();
        address.Go(new RoadmapFilter("c", RoadmapShow.All), navigation);
        address.Go(new RoadmapFilter("canary", RoadmapShow.All), navigation);

        // The browser answers late, in order.
        Assert.False(address.Follow("c", null));
        Assert.Equal("canary", address.Filter.Text);
        Assert.False(address.Follow("canary", null));

        // Then somebody goes back.
        Assert.True(address.Follow("c", null));
        Assert.Equal("c", address.Filter.Text);
    }

    [Theory]
    [InlineData("http://localhost/checklist#9.1/install-istio", "9.1/install-istio")]
    [InlineData("http://localhost/checklist?q=a#9.1%2F%C3%BCber", "9.1/über")]
    [InlineData("http://localhost/checklist#", null)]
    [InlineData("http://localhost/checklist", null)]
    public void TaskIn_Address_IsItsFragment(string address, string? expected) => Assert.Equal(expected, ChecklistAddress.TaskIn(address));
}
