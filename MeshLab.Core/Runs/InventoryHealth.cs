namespace MeshLab.Core.Runs;

/// <summary>How an object of an inventory is.</summary>
public enum ObjectHealth
{
    /// <summary>It does what it should.</summary>
    Healthy,

    /// <summary>On its way: being rolled out, bound, deleted.</summary>
    Progressing,

    /// <summary>It does what it should, but is not as the scenario has it: somebody changed it.</summary>
    Drifted,

    /// <summary>It failed, or does not get on.</summary>
    Degraded,

    /// <summary>It is gone.</summary>
    Missing,

    /// <summary>The cluster does not tell.</summary>
    Unknown,
}

/// <summary>An object of an inventory and how it is.</summary>
/// <param name="Item">The object.</param>
/// <param name="Health">How it is.</param>
/// <param name="Message">Why, for people; null when there is nothing to say.</param>
public sealed record InventoryHealth(InventoryItem Item, ObjectHealth Health, string? Message);

/// <summary>The health of a run's inventory is another than it was: read it again.</summary>
/// <param name="RunId">The run.</param>
public sealed record InventoryHealthChanged(long RunId);
