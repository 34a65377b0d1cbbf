using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>The fields of a scenario's parameters, each with what is wrong with its value.</summary>
public sealed partial class ParameterFields
{
    /// <summary>The scenario.</summary>
    [Parameter]
    [EditorRequired]
    public required Scenario Scenario { get; set; }

    /// <summary>Whether the fields are locked, because a run is being started.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>What was filled in.</summary>
    [Parameter]
    [EditorRequired]
    public required DeployForm Form { get; set; }

    /// <summary>Called after a value was taken.</summary>
    [Parameter]
    public EventCallback OnChange { get; set; }

    private static string InputType(ScenarioParameter parameter) => parameter.Type == ParameterType.Secret ? "password" : "text";

    private Task Set(ScenarioParameter parameter, object? value)
    {
        Form.Set(parameter, value is bool flag ? (flag ? "true" : "false") : value as string);
        return OnChange.InvokeAsync();
    }
}
