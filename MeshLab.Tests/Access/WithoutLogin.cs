using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Tests.Access;

/// <summary>For servers that tests make of one capability's endpoints alone.</summary>
internal static class WithoutLogin
{
    /// <summary>Serves endpoints though nothing enforces the policies that they name. Without this, ASP.NET Core refuses to.</summary>
    public static IServiceCollection AddNoLogin(this IServiceCollection services) => services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true);
}
