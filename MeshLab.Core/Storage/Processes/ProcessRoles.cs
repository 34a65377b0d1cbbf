namespace MeshLab.Core.Storage.Processes;

/// <summary>The parts that one process plays for all that share a database.</summary>
public static class ProcessRoles
{
    /// <summary>Reads what clusters use, sums it up and removes what is too old.</summary>
    public const string Sampling = "sampling";

    /// <summary>Carries out experiments.</summary>
    public const string Experiments = "experiments";

    /// <summary>Serves the demo clusters.</summary>
    public const string DemoClusters = "demo-clusters";
}
