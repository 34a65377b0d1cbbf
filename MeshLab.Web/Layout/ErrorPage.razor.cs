using System.Diagnostics;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Layout;

/// <summary>Shown when a request failed before its page could be rendered.</summary>
public sealed partial class ErrorPage
{
    /// <summary>The HTTP status.</summary>
    [Parameter]
    public int Code { get; set; } = StatusCodes.Status500InternalServerError;

    /// <summary>The request that failed; null once the page is interactive.</summary>
    [CascadingParameter]
    public HttpContext? Request { get; set; }

    private string Reference => (Activity.Current?.TraceId.ToString() ?? Request?.TraceIdentifier) is { } id
        ? $"Look in the log for the trace {id}."
        : "Look in the log of the MeshLab process.";
}
