using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>Links that download a scenario for a GitOps engine, with the parameters that are filled in.</summary>
public sealed partial class ExportMenu
{
    private static readonly (string Format, string Title, string Text)[] Formats =
    [
        ("kustomize", "Kustomize", "folders for kubectl and kustomize"),
        ("argocd", "Argo CD", "Applications, and an ApplicationSet for many clusters"),
        ("fleet", "Fleet", "bundles, and the GitRepo that targets them"),
    ];

    /// <summary>The scenario.</summary>
    [Parameter]
    [EditorRequired]
    public required Scenario Scenario { get; set; }

    /// <summary>What is filled in.</summary>
    [Parameter]
    [EditorRequired]
    public required DeployForm Form { get; set; }

    private string Address(string format) =>
        $"/api/v1/scenarios/{Uri.EscapeDataString(Scenario.Name)}/export?format={format}{string.Concat(Form.ToExport(Scenario).Select(one => $"&{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value)}"))}";
}
