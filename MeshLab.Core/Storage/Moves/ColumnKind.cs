namespace MeshLab.Core.Storage.Moves;

/// <summary>What a column holds, whatever each database calls it.</summary>
internal enum ColumnKind
{
    /// <summary>A whole number of up to 64 bits.</summary>
    Integer,

    /// <summary>A whole number of up to 32 bits.</summary>
    ShortInteger,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A number of double precision.</summary>
    Real,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,
}
