namespace MeshLab.Core.Decisions;

/// <summary>Says the answers as sentences of a decision record.</summary>
internal static class DecisionDrivers
{
    /// <summary>One sentence an answer, in the order of the questions.</summary>
    public static IEnumerable<string> Of(MeshRequirements asked)
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
        yield return asked.Clusters switch
        {
            ClusterCount.One => "Services of one cluster call each other.",
            ClusterCount.SeveralThroughGateways => "Clusters share services, and their pods reach each other through gateways only.",
            _ => "Clusters share services, on one pod network.",
        };
        yield return asked.Latency switch
        {
            LatencyLimit.None => "Nobody has limited the latency that may be added.",
            LatencyLimit.Milliseconds => "A few milliseconds may be added at p99.",
            _ => "Less than a millisecond may be added at p99.",
        };
    }
}
