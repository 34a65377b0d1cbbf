namespace MeshLab.Core.Simulation.Apply;

/// <summary>A field that another manager owns with another value.</summary>
internal sealed record ApplyConflict(string Manager, string Operation, string Path)
{
    public string Field => FieldSet.Readable(Path);
}
