using System.Reflection;
using Microsoft.OpenApi;

namespace MeshLab.Web.Hosting;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescription
{
    /// <summary>Adds the document with its title and version.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "MeshLab",
                Version = typeof(ApiDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
                Description = "The workbench of a service-mesh lab: roadmap, scenarios, runs, clusters and measurements. Errors are problem details (RFC 9457).",
            };
            return Task.CompletedTask;
        }));
}
