using MeshLab.Core.Roadmap;

namespace MeshLab.Web.Pages.Checklist;

/// <summary>A section with the rows that the filter lets through.</summary>
/// <param name="Section">The section.</param>
/// <param name="Rows">Its rows, parents before children.</param>
public sealed record ChecklistSection(RoadmapSection Section, IReadOnlyList<ChecklistRow> Rows);
