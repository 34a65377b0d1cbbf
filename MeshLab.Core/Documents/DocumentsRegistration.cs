using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Documents;

/// <summary>Registers documents.</summary>
public static class DocumentsRegistration
{
    /// <summary>Adds <see cref="MarkdownRenderer"/>.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services) => services.AddSingleton<MarkdownRenderer>();
}
