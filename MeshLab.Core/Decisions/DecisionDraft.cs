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
        foreach (var driver in Drivers(requirements))
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

        return text.ToString();
    }

    private static IEnumerable<string> Drivers(MeshRequirements asked)
    {
        yield return asked.Services switch
        {
            ServiceCount.Handful => "A handful of services talk to each other.",
            ServiceCount.Dozens => "Dozens of services talk to each other.",
            _ => "A hundred services or more talk to each other.",
        };
        yield return asked.MtlsRequired ? "Encrypted and authenticated service-to-service traffic is required." : "Nobody asks for mTLS.";
        yield return asked.ComplexL7 ? "Complex routing, JWT validation or fine L7 policies are required." : "L7 routing and policy are not required.";
        yield return asked.CiliumIsCni ? "Cilium is the CNI." : "Cilium is not the CNI.";
        yield return asked.SidecarsTooDear ? "A proxy in each pod is too dear or too disruptive." : "A proxy in each pod is acceptable.";
        yield return asked.Team switch
        {
            TeamCapacity.Nobody => "Running the mesh is nobody's task yet.",
            TeamCapacity.Little => "There are a few hours a month to run it.",
            _ => "A team runs it.",
        };
    }
}
