namespace MeshLab.Core.Simulation.Logs;

/// <summary>A line of a container's log and when it was written.</summary>
internal readonly record struct LogLine(DateTimeOffset At, string Text);
