using MeshLab.Core.Access;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Access;

/// <summary>Adds the first user, for whoever can read the console.</summary>
public sealed partial class SetupPage
{
    /// <summary>Whether people must log in already.</summary>
    [Inject]
    public required LoginRequirement Login { get; set; }

    /// <summary>The key of what the form ran into; see <see cref="LoginProblems"/>.</summary>
    [SupplyParameterFromQuery(Name = "problem")]
    public string? ProblemKey { get; set; }

    private string? Problem => LoginProblems.TextOf(ProblemKey);
}
