namespace MeshLab.Core.Schemas;

/// <summary>What sort of problem a field has.</summary>
public enum SchemaProblemKind
{
    /// <summary>The value is not allowed.</summary>
    Invalid,

    /// <summary>The field is missing.</summary>
    Required,

    /// <summary>The schema does not know the field.</summary>
    UnknownField,
}

/// <summary>A field that does not fit its schema.</summary>
/// <param name="Path">Dotted, with indexes: <c>spec.http[0].route</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Kind">The sort of problem.</param>
public sealed record SchemaProblem(string Path, string Message, SchemaProblemKind Kind)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Path.Length == 0 ? "(root)" : Path)}: {Message}";
}
