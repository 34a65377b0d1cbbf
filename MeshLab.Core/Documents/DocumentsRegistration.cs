using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Documents;

/// <summary>Registers documents.</summary>
public static class DocumentsRegistration
{
    /// <summary>Adds <see cref="MarkdownRenderer"/> and <see cref="DocumentCatalogue"/>.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services) => services
        .AddSingleton<MarkdownRenderer>()
        .AddSingleton<DocumentCatalogue>();
}
