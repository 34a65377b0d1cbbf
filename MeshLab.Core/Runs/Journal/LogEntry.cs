namespace MeshLab.Core.Runs.Journal;

/// <summary>What the log says about the start or the end of a run or a step. It is stored with that state itself, so that a crash between the two neither loses nor repeats it.</summary>
/// <param name="Stream">The stream it is shown in.</param>
/// <param name="Text">One line or several; secrets must be masked already.</param>
internal sealed record LogEntry(LogStream Stream, string Text);
