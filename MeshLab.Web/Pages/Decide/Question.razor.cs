using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Decide;

/// <summary>A question with a few answers, as a group of radio buttons.</summary>
public sealed partial class Question<T>
{
    private readonly string _name = $"question-{Guid.NewGuid():N}";

    /// <summary>The question.</summary>
    [Parameter]
    [EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The answers.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<(T Value, string Text)> Options { get; set; } = [];

    /// <summary>The answer given.</summary>
    [Parameter]
    public T? Value { get; set; }

    /// <summary>Called with a new answer.</summary>
    [Parameter]
    public EventCallback<T> ValueChanged { get; set; }

    private bool IsChosen(T value) => EqualityComparer<T>.Default.Equals(value, Value);
}
