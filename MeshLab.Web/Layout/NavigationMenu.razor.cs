using MeshLab.Web.Components;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Layout;

/// <summary>The entries of the navigation in the order of the work: read, run, verify, measure, decide.</summary>
public sealed partial class NavigationMenu
{
    private const string UsersPage = "/users";

    /// <summary>Who looks at the page.</summary>
    [CascadingParameter]
    public Person Person { get; set; } = Person.Local;

    /// <summary>The pages; the command palette lists them too.</summary>
    internal static readonly (string Href, string Text, string Icon)[] Entries =
    [
        ("/", "Overview", Icons.Material.Outlined.SpaceDashboard),
        ("/checklist", "Checklist", Icons.Material.Outlined.Checklist),
        ("/scenarios", "Scenarios", Icons.Material.Outlined.Map),
        ("/runs", "Runs", Icons.Material.Outlined.PlayCircle),
        ("/clusters", "Clusters", Icons.Material.Outlined.Hub),
        ("/topology", "Topology", Icons.Material.Outlined.Polyline),
        ("/measurements", "Measurements", Icons.Material.Outlined.QueryStats),
        ("/experiments", "Experiments", Icons.Material.Outlined.Science),
        ("/compare", "Compare", Icons.Material.Outlined.BarChart),
        ("/documents", "Documents", Icons.Material.Outlined.MenuBook),
        ("/decide", "Decide", Icons.Material.Outlined.AltRoute),
        ("/audit", "Audit log", Icons.Material.Outlined.History),
        (UsersPage, "Users", Icons.Material.Outlined.Group),
    ];
}
