using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters;

/// <summary>How to apply.</summary>
/// <param name="FieldManager">The field manager.</param>
/// <param name="Force">Whether to take over fields other managers own.</param>
/// <param name="DryRun">Whether the server only pretends (<c>dryRun=All</c>).</param>
public sealed record ApplyOptions(string FieldManager = "meshlab", bool Force = false, bool DryRun = false);

/// <summary>What an apply did to an object.</summary>
public enum ApplyOutcome
{
    /// <summary>It was not there before.</summary>
    Created,

    /// <summary>It was there and changed.</summary>
    Configured,

    /// <summary>It was there and stayed as it was.</summary>
    Unchanged,
}

/// <summary>The result of applying one object.</summary>
/// <param name="Ref">The object, with the namespace it went to.</param>
/// <param name="Outcome">What happened to it.</param>
/// <param name="Before">The live object before; null when it was created.</param>
/// <param name="After">The object as the server returned it.</param>
public sealed record ApplyResult(ObjectRef Ref, ApplyOutcome Outcome, JsonObject? Before, JsonObject After);

/// <summary>The type of a watch event.</summary>
public enum WatchEventType
{
    /// <summary>The object appeared (or was there at the start).</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone.</summary>
    Deleted,
}

/// <summary>One event of a watch.</summary>
/// <param name="Type">The type.</param>
/// <param name="Resource">The object.</param>
public sealed record WatchEvent(WatchEventType Type, JsonObject Resource);

/// <summary>How deletion treats dependents.</summary>
public enum DeletionPropagation
{
    /// <summary>Dependents are collected afterwards.</summary>
    Background,

    /// <summary>The object stays until its dependents are gone.</summary>
    Foreground,

    /// <summary>Dependents stay.</summary>
    Orphan,
}

/// <summary>The result of a command in a pod.</summary>
/// <param name="ExitCode">The command's exit code.</param>
/// <param name="StandardOutput">All of standard output.</param>
/// <param name="StandardError">All of standard error.</param>
public sealed record ExecResult(int ExitCode, string StandardOutput, string StandardError);

/// <summary>A resource type a cluster serves.</summary>
/// <param name="ApiVersion">E.g. <c>apps/v1</c>.</param>
/// <param name="Kind">E.g. <c>Deployment</c>.</param>
/// <param name="Plural">E.g. <c>deployments</c>.</param>
/// <param name="Namespaced">Whether objects live in namespaces.</param>
/// <param name="Listable">Whether objects can be listed; reviews, for example, cannot.</param>
public sealed record ResourceType(string ApiVersion, string Kind, string Plural, bool Namespaced, bool Listable = true);
