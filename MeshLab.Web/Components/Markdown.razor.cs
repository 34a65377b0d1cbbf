using MeshLab.Core.Documents;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Components;

/// <summary>Markdown as safe HTML.</summary>
public sealed partial class Markdown
{
    private string? _rendered;
    private (string? Text, bool Inline) _shown;

    /// <summary>The Markdown; null renders nothing.</summary>
    [Parameter]
    [EditorRequired]
    public string? Text { get; set; }

    /// <summary>Whether the text is one line without a paragraph around it.</summary>
    [Parameter]
    public bool Inline { get; set; }

    /// <summary>Renders and sanitises.</summary>
    [Inject]
    public required MarkdownRenderer Renderer { get; set; }

    private MarkupString Html => new(_rendered ?? "");

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_shown == (Text, Inline) && _rendered is not null)
        {
            return;
        }

        _shown = (Text, Inline);
        _rendered = Text is not { Length: > 0 } ? "" : Inline ? Renderer.ToInlineHtml(Text) : Renderer.ToHtml(Text);
    }
}
