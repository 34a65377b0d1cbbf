using System.Net;

namespace MeshLab.Web.Hosting;

/// <summary>
/// Keeps MeshLab on this machine until there is a login. Whoever reaches it could change clusters; so every address that it is told to listen on must
/// be a loopback one, unless it can ask who somebody is.
/// </summary>
internal static class LoopbackAddresses
{
    private static readonly string[] PortSettings = ["HTTP_PORTS", "HTTPS_PORTS"];

    /// <summary>Looks at all settings that make Kestrel listen: <c>urls</c>, the port settings, and <c>Kestrel:Endpoints</c>.</summary>
    /// <returns>The first address that others can reach, with the setting that asks for it; null when there is none.</returns>
    public static (string Address, string Setting)? FindPublic(IConfiguration configuration)
    {
        foreach (var url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IsLoopback(url))
            {
                return (url, "urls (--urls or ASPNETCORE_URLS)");
            }
        }

        foreach (var setting in PortSettings)
        {
            if (configuration[setting] is { Length: > 0 } ports)
            {
                return ($"port {ports} of every interface", $"ASPNETCORE_{setting}");
            }
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (endpoint["Url"] is { Length: > 0 } url && !IsLoopback(url))
            {
                return (url, $"{endpoint.Path}:Url");
            }
        }

        return null;
    }

    /// <summary>Refuses an address that others can reach while there is no login.</summary>
    /// <exception cref="StartupException">There is one.</exception>
    public static void Require(IConfiguration configuration, bool loginRequired)
    {
        if (!loginRequired && FindPublic(configuration) is var (address, setting))
        {
            throw new StartupException(
                $"MeshLab will not listen on {address}, which {setting} asks for, without a login: whoever reaches it could change your clusters. "
                + "Add the first user with `dotnet run --project MeshLab.Web -- user add NAME --role admin`, or set an OpenID Connect provider (MeshLab__Oidc__Authority), and start again; docs/access.md says more. "
                + "Or use a loopback address such as http://127.0.0.1:5080, and reach it from elsewhere through `ssh -L 5080:127.0.0.1:5080 HOST`.");
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
}
