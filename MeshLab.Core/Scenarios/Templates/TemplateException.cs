namespace MeshLab.Core.Scenarios.Templates;

/// <summary>A template cannot be read or filled in; the message says what is wrong and what would be right.</summary>
/// <param name="message">For people.</param>
/// <param name="template">The whole template.</param>
/// <param name="offset">0-based index in the template where it went wrong.</param>
public sealed class TemplateException(string message, string template, int offset) : Exception(message)
{
    /// <summary>The whole template.</summary>
    public string Template { get; } = template;

    /// <summary>0-based index in <see cref="Template"/> where it went wrong.</summary>
    public int Offset { get; } = offset;
}
