namespace MeshLab.Core.Scenarios;

/// <summary>The service mesh a scenario installs or uses.</summary>
public enum Mesh
{
    /// <summary>No mesh.</summary>
    None,

    /// <summary>Istio with sidecars.</summary>
    Istio,

    /// <summary>Istio in ambient mode.</summary>
    IstioAmbient,

    /// <summary>Linkerd.</summary>
    Linkerd,

    /// <summary>Cilium.</summary>
    Cilium,
}

/// <summary>One scenario as read from its <c>scenario.yaml</c>: valid, with templates not yet filled in.</summary>
/// <param name="Name">The folder's name and the scenario's id, e.g. <c>istio-tutorial</c>.</param>
/// <param name="Title">The title for people.</param>
/// <param name="Summary">One or two sentences; empty when the file gives none.</param>
/// <param name="Section">The roadmap section it belongs to, e.g. <c>9.1</c>.</param>
/// <param name="Mesh">The mesh it installs or uses.</param>
/// <param name="Clusters">The cluster roles a run binds, at least one.</param>
/// <param name="Tools">Command-line tools a run on a real cluster needs.</param>
/// <param name="Parameters">What a person may set.</param>
/// <param name="Steps">The steps in order.</param>
/// <param name="Conflicts">What must not be on a bound cluster already, as scenario names or mesh names.</param>
/// <param name="Directory">Absolute path of the scenario's folder.</param>
public sealed record Scenario(
    string Name,
    string Title,
    string Summary,
    string Section,
    Mesh Mesh,
    IReadOnlyList<ClusterRole> Clusters,
    IReadOnlyList<ToolRequirement> Tools,
    IReadOnlyList<ScenarioParameter> Parameters,
    IReadOnlyList<ScenarioStep> Steps,
    IReadOnlyList<string> Conflicts,
    string Directory)
{
    /// <summary>Roadmap task ids the scenario as a whole does, beside those of its steps and checks.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>The roadmap task ids that the scenario, its steps and its checks cover, each once.</summary>
    public IReadOnlyList<string> AllCovers() =>
        [.. Covers.Concat(Steps.SelectMany(step => step.AllCovers())).Distinct()];
}

/// <summary>A role that a run binds to a target cluster.</summary>
/// <param name="Role">The role's name, e.g. <c>main</c>, <c>west</c>.</param>
/// <param name="Description">What the cluster in this role needs; may be empty.</param>
public sealed record ClusterRole(string Role, string Description);

/// <summary>A command-line tool and the versions that do.</summary>
/// <param name="Name">The executable's name.</param>
/// <param name="Version">A constraint such as <c>&gt;=3.14</c>; null when any version does.</param>
public sealed record ToolRequirement(string Name, string? Version);

/// <summary>The type of a parameter's value.</summary>
public enum ParameterType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Text that never reaches a log, the database in the clear or a page.</summary>
    Secret,
}

/// <summary>One parameter of a scenario.</summary>
/// <param name="Name">The name templates use.</param>
/// <param name="Type">The value's type.</param>
/// <param name="Default">The default as text; null when a value must be given.</param>
/// <param name="Pattern">A regular expression the whole value must match; null for none.</param>
/// <param name="Description">What it is for; may be empty.</param>
public sealed record ScenarioParameter(string Name, ParameterType Type, string? Default, string? Pattern, string Description);

/// <summary>One step.</summary>
/// <param name="Id">Unique in the scenario; lower-case letters, digits and dashes.</param>
/// <param name="Title">The title for people.</param>
/// <param name="Description">Why and what; Markdown; may be empty.</param>
/// <param name="Cluster">The role of the cluster it acts on.</param>
/// <param name="Covers">Roadmap task ids it does.</param>
/// <param name="Action">What it does; null for a step that only verifies.</param>
/// <param name="Verify">What must hold afterwards, in order.</param>
/// <param name="Undo">Actions that replace the built-in undo, in order; null keeps the built-in one.</param>
/// <param name="When">A template that must render to <c>true</c> for the step to run; null for always.</param>
/// <param name="Parallel">The name of the parallel group it belongs to; neighbours with the same name run together; null for none.</param>
/// <param name="Timeout">The longest the step may take, retries included.</param>
/// <param name="Retries">How often a failed attempt is tried again.</param>
/// <param name="Line">The 1-based line it starts at in <c>scenario.yaml</c>.</param>
public sealed record ScenarioStep(
    string Id,
    string Title,
    string Description,
    string Cluster,
    IReadOnlyList<string> Covers,
    StepAction? Action,
    IReadOnlyList<Verification> Verify,
    IReadOnlyList<StepAction>? Undo,
    string? When,
    string? Parallel,
    TimeSpan Timeout,
    int Retries,
    int Line)
{
    /// <summary>
    /// Whether later steps end what this step makes, e.g. a partition that is healed. Its checks hold only while a deploy goes on, so a verify
    /// run leaves them out, and every deploy makes and ends it anew.
    /// </summary>
    public bool Transient { get; init; }

    /// <summary>The roadmap task ids that the step and its checks cover, each once.</summary>
    public IReadOnlyList<string> AllCovers() =>
        [.. Covers.Concat(Verify.SelectMany(check => check.Covers)).Distinct()];
}
