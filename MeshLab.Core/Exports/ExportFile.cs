namespace MeshLab.Core.Exports;

/// <summary>A file of an export.</summary>
/// <param name="Path">Its path in the export, with forward slashes.</param>
/// <param name="Text">What is in it.</param>
public sealed record ExportFile(string Path, string Text);
