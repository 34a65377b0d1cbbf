using System.Net;

namespace MeshLab.Web.Hosting;

/// <summary>
/// Keeps MeshLab on this machine. Whoever reaches it can change clusters, and there is no login yet; so every address that
/// it is told to listen on must be a loopback one.
/// </summary>
internal static class LoopbackAddresses
{
    private static readonly string[] PortSettings = ["HTTP_PORTS", "HTTPS_PORTS"];

    /// <summary>Looks at all settings that make Kestrel listen: <c>urls</c>, the port settings, and <c>Kestrel:Endpoints</c>.</summary>
    /// <exception cref="StartupException">One of them is not a loopback address.</exception>
    public static void Require(IConfiguration configuration)
    {
        foreach (var url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            RequireLoopback(url, "urls (--urls or ASPNETCORE_URLS)");
        }

        foreach (var setting in PortSettings)
        {
            if (configuration[setting] is { Length: > 0 } ports)
            {
                throw Refusal($"port {ports} of every interface", $"ASPNETCORE_{setting}");
            }
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (endpoint["Url"] is { Length: > 0 } url)
            {
                RequireLoopback(url, $"{endpoint.Path}:Url");
            }
        }
    }

    /// <summary>Whether an address that Kestrel understands stays on this machine.</summary>
    public static bool IsLoopback(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return false;
        }

        return address.IsUnixPipe
            || address.IsNamedPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static void RequireLoopback(string url, string setting)
    {
        if (!IsLoopback(url))
        {
            throw Refusal(url, setting);
        }
    }

    private static StartupException Refusal(string address, string setting) => new(
        $"MeshLab will not listen on {address}, which {setting} asks for: until login exists, it serves this machine only, "
        + "because whoever reaches it can change your clusters. Use a loopback address such as http://127.0.0.1:5080, "
        + "and reach it from elsewhere through `ssh -L 5080:127.0.0.1:5080 HOST`.");
}
