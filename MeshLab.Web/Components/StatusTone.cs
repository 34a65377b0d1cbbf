namespace MeshLab.Web.Components;

/// <summary>What a status means to a person. Each tone has its own icon, so that colour never stands alone.</summary>
public enum StatusTone
{
    /// <summary>Nothing to say yet: waiting, skipped, unknown.</summary>
    Neutral,

    /// <summary>In progress.</summary>
    Info,

    /// <summary>Good.</summary>
    Success,

    /// <summary>Needs a look.</summary>
    Warning,

    /// <summary>Failed.</summary>
    Error,
}
