namespace MeshLab.Core.Simulation.Store;

/// <summary>Where an object is kept: its group and resource, its namespace (empty when it is cluster-scoped) and its name.</summary>
internal readonly record struct ObjectKey(string Group, string Plural, string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? $"{Plural}/{Name}" : $"{Plural}/{Namespace}/{Name}";
}
