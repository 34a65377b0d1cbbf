namespace MeshLab.Core.Experiments;

/// <summary>What an experiment compares, under which load, and how often.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Variants">What is compared; the first, or the one named by <paramref name="Baseline"/>, is what the others are compared with.</param>
/// <param name="Levels">The loads, in requests a second.</param>
/// <param name="Repetitions">How often each variant is measured under each load, from 1 to 50. Each repetition is a block that holds every variant once.</param>
/// <param name="Target">Where the load comes from and goes to, unless a variant says otherwise.</param>
/// <param name="WarmUp">Load after each deployment whose figures count for nothing.</param>
/// <param name="CoolDown">The pause after each load.</param>
/// <param name="Baseline">The name of the variant the others are compared with; null for the first.</param>
/// <param name="Seed">Orders the variants and loads, and draws the bootstrap; 0 takes one from the clock when the experiment is made.</param>
public sealed record ExperimentDefinition(
    string Name,
    IReadOnlyList<ExperimentVariant> Variants,
    IReadOnlyList<LoadLevel> Levels,
    int Repetitions,
    ExperimentTarget Target,
    TimeSpan WarmUp,
    TimeSpan CoolDown,
    string? Baseline = null,
    long Seed = 0)
{
    /// <summary>The name of the variant the others are compared with.</summary>
    public string BaselineName => Baseline ?? (Variants.Count > 0 ? Variants[0].Name : "");
}

/// <summary>One of the things an experiment compares: a scenario to deploy, or what stands on a cluster already.</summary>
/// <param name="Name">Its name, e.g. <c>istio-sidecar</c>.</param>
/// <param name="Clusters">Role to target cluster. What stands already has the one role <c>main</c>.</param>
/// <param name="Scenario">The scenario to deploy before and tear down after each block; null for what stands already.</param>
/// <param name="Parameters">The scenario's parameters.</param>
/// <param name="Role">The role whose cluster the load runs on and whose use is measured; null for <c>main</c>, or the only one.</param>
/// <param name="Target">Where the load comes from and goes to, when it differs from the experiment's.</param>
public sealed record ExperimentVariant(
    string Name,
    IReadOnlyDictionary<string, string> Clusters,
    string? Scenario,
    IReadOnlyDictionary<string, string> Parameters,
    string? Role = null,
    ExperimentTarget? Target = null)
{
    /// <summary>The cluster that is loaded and measured; empty when the role is not bound.</summary>
    public string Cluster => Clusters.GetValueOrDefault(Role ?? (Clusters.Count == 1 ? Clusters.Keys.First() : "main"), "");
}

/// <summary>A load: requests a second that Fortio sends whether or not answers are late, each connection in its turn.</summary>
/// <param name="Qps">Requests a second, 0.1 to 100,000.</param>
/// <param name="Connections">Connections, 1 to 10,000; each has one request under way at a time.</param>
/// <param name="Duration">For how long, 5 seconds to one hour.</param>
public sealed record LoadLevel(double Qps, int Connections, TimeSpan Duration);

/// <summary>Where the load comes from and goes to.</summary>
/// <param name="In">The pod or workload to run Fortio in, e.g. <c>deploy/client</c>.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Container">Its container; null for the pod's default.</param>
/// <param name="Url">Where requests go.</param>
/// <param name="Payload">The body of a POST; null for GET.</param>
public sealed record ExperimentTarget(string In, string Namespace, string? Container, string Url, string? Payload)
{
    /// <summary>The client and frontend of the sample application that every scenario brings.</summary>
    public static readonly ExperimentTarget SampleApp = new("deploy/client", "mesh-demo", "fortio", "http://frontend:9898/echo", "hello");
}
