namespace MeshLab.Core.Documents;

/// <summary>A heading of a document's table of contents.</summary>
/// <param name="Level">2 or 3.</param>
/// <param name="Text">Its text.</param>
/// <param name="Anchor">The fragment that leads to it.</param>
public sealed record DocumentHeading(int Level, string Text, string Anchor);
