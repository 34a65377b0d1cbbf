using MeshLab.Core.Measurements;

namespace MeshLab.Web.Components.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name, as the legend shows it.</param>
/// <param name="Color">Its colour, of <see cref="ChartColors"/>.</param>
/// <param name="Points">Its points; a null value interrupts it.</param>
public sealed record ChartLine(string Name, string Color, IReadOnlyList<SeriesPoint> Points);

/// <summary>A bar of a chart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour, of <see cref="ChartColors"/>.</param>
/// <param name="Value">Its length, in cores or bytes.</param>
public sealed record ChartBar(string Name, string Color, double Value);

/// <summary>A stretch of time that a chart marks, e.g. a run.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
/// <param name="Text">What it is.</param>
public sealed record ChartBand(DateTimeOffset From, DateTimeOffset To, string Text);

/// <summary>A moment that a chart marks, e.g. the start of a step.</summary>
/// <param name="At">The moment.</param>
/// <param name="Text">What happened.</param>
public sealed record ChartMark(DateTimeOffset At, string Text);
