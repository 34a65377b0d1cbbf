using System.Net;
using MeshLab.Core;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace MeshLab.Web.Hosting.Access;

/// <summary>Believes <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> of the reverse proxies that are named, and of nobody else.</summary>
internal static class TrustedProxies
{
    /// <summary>Adds the headers' treatment, where proxies are named. It comes before everything that asks for address, scheme or host.</summary>
    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app)
    {
        var networks = Parse(app.ApplicationServices.GetRequiredService<IOptions<MeshLabOptions>>().Value.TrustedProxies);
        if (networks.Count == 0)
        {
            return app;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        return app.UseForwardedHeaders(options);
    }

    /// <summary>The networks of a setting; a single address is a network of one.</summary>
    /// <exception cref="StartupException">One of them is none.</exception>
    public static IReadOnlyList<System.Net.IPNetwork> Parse(string setting) =>
    [
        .. setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one =>
            System.Net.IPNetwork.TryParse(one, out var network) ? network
            : IPAddress.TryParse(one, out var address) ? new System.Net.IPNetwork(address, address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128)
            : throw new StartupException($"MeshLab__TrustedProxies names '{one}', which is no network such as 10.244.0.0/16 and no address.")),
    ];
}
