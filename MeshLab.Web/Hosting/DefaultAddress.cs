namespace MeshLab.Web.Hosting;

/// <summary>
/// Where MeshLab listens when nothing says where: a setting of its own, because <c>Urls</c> in <c>appsettings.json</c> would win over <c>ASPNETCORE_URLS</c>.
/// </summary>
internal static class DefaultAddress
{
    /// <summary>Loopback, so that nobody else reaches a MeshLab that was just started.</summary>
    public const string Url = "http://127.0.0.1:5080";

    private static readonly string[] Settings = ["urls", "http_ports", "https_ports"];

    /// <summary>Sets it, unless an address, a port or an endpoint of Kestrel is configured.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        if (Settings.All(setting => string.IsNullOrEmpty(builder.Configuration[setting])) && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.Configuration["urls"] = Url;
        }
    }
}
