using System.Text;

namespace MeshLab.Core.Decisions;

/// <summary>Writes a recommendation down as the draft of a decision record (MADR).</summary>
public static class DecisionDraft
{
    /// <summary>The draft in Markdown. Figures that only a cluster can give are marked as gaps, never invented.</summary>
    /// <param name="requirements">The answers.</param>
    /// <param name="recommendation">What follows from them.</param>
    /// <param name="date">The day of the draft.</param>
    public static string Write(MeshRequirements requirements, MeshRecommendation recommendation, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(requirements);
        ArgumentNullException.ThrowIfNull(recommendation);
        var option = recommendation.Option.Name();
        var text = new StringBuilder();
        text.Append("---\nstatus: proposed\ndate: ").Append(date.ToString("yyyy-MM-dd")).Append("\n---\n");
        text.Append("# Service mesh: ").Append(option).Append("\n\n");
        text.Append("## Context and problem statement\n\n");
        text.Append("Services call each other, and somebody has to encrypt, authorize, route and observe these calls. With what?\n\n");
        text.Append("## Decision drivers\n\n");
        foreach (var driver in DecisionDrivers.Of(requirements))
        {
            text.Append("* ").Append(driver).Append('\n');
        }

        text.Append("\n## Considered options\n\n");
        foreach (var considered in Enum.GetValues<MeshOption>())
        {
            text.Append("* ").Append(considered.Name()).Append('\n');
        }

        text.Append("\n## Decision outcome\n\nChosen: **").Append(option).Append("**, because of ").Append(recommendation.Because).Append(".\n\n");
        foreach (var reason in recommendation.Reasons)
        {
            text.Append("* ").Append(reason).Append('\n');
        }

        text.Append("\n### Consequences\n\n");
        foreach (var caution in recommendation.Cautions)
        {
            text.Append("* To settle first: ").Append(caution).Append('\n');
        }

        text.Append("* Cost on our cluster: ⟨measure: CPU and memory against the baseline⟩, added latency at p99 ⟨measure: open-loop load⟩.\n");
        text.Append("\n## Options not chosen\n\n");
        foreach (var other in recommendation.Others)
        {
            text.Append("* ").Append(other.Option.Name()).Append(": ").Append(other.Why).Append('\n');
        }

        if (recommendation.Changes.Count > 0)
        {
            text.Append("\n## What would change it\n\n");
            foreach (var change in recommendation.Changes)
            {
                text.Append("* ").Append(change.Answer).Append(" Then: ").Append(change.Option.Name()).Append(".\n");
            }
        }

        return text.ToString();
    }
}
