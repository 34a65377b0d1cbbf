using MeshLab.Core.Runs;

namespace MeshLab.Web.Pages.Runs;

/// <summary>One thing a person can do about a failure.</summary>
/// <param name="Text">What to do.</param>
/// <param name="Link">The words of a link that helps; null for none.</param>
/// <param name="Href">Where it leads.</param>
internal sealed record FailureAdvice(string Text, string? Link = null, string? Href = null)
{
    private static readonly (string[] Signs, Func<RunStep, FailureAdvice> Advice)[] Rules =
    [
        (["ImagePullBackOff", "ErrImagePull", "InvalidImageName"], _ => new("A node could not pull an image. Check its name and tag, and whether the nodes reach the registry; a Kind cluster can be given an image with kind load docker-image.")),
        (["CrashLoopBackOff", "ended with exit code", "OOMKilled"], _ => new("Something that was started ended by itself. Its last lines say why; those of a pod are under Pods.")),
        (["Unschedulable", "Insufficient cpu", "Insufficient memory"], step => new($"{step.Cluster} has no node with room for a pod. Tear down what is not needed, or add a node.", "Clusters", "/clusters")),
        (["is not in any kubeconfig", "could not be reached", "did not answer", "Connection refused", "certificate"], step => new($"{step.Cluster} does not answer. See whether it runs and whether its credentials still hold, then retry.", "Clusters", "/clusters")),
        (["Forbidden", "forbidden", "Unauthorized"], step => new($"The credentials for {step.Cluster} do not allow this. Use a context that may do it, or ask for the role that the message names.", "Clusters", "/clusters")),
        (["does not serve"], _ => new("A definition (CRD) is missing. Deploy the scenario that installs it first, or put its step before this one.")),
        (["Set force: true", "somebody else owns fields"], _ => new("Somebody else manages fields that the step sets. Leave the fields to them, or take them over as the message says.")),
        (["Not done within"], _ => new("The step ran out of time. Under Pods you see what is not ready yet; if it only needs longer, retry, and the run goes on from here.")),
        (["could not be downloaded", "no such host", "i/o timeout"], _ => new("Something could not be fetched. Check the network and any proxy of the machine that MeshLab runs on, then retry.")),
    ];

    /// <summary>What can be done about a failed run, the most telling first; always says how to go on.</summary>
    public static IReadOnlyList<FailureAdvice> For(Run run, RunStep? step)
    {
        var text = $"{step?.Error}\n{run.Error}";
        var found = step is null ? [] : Rules.Where(rule => rule.Signs.Any(sign => text.Contains(sign, StringComparison.Ordinal))).Select(rule => rule.Advice(step)).Take(2).ToList();
        if (found.Count == 0 && step?.Evidence.FirstOrDefault(one => !one.Held) is { } unmet)
        {
            found.Add(new($"What was found for “{unmet.Title}” is not what the scenario expects. Compare the two, and see the objects under Objects and the README of the scenario.", "Scenario", $"/scenarios/{run.Scenario}"));
        }

        found.Add(run.Action == RunAction.Teardown
            ? new("Retry when that is mended: the teardown removes what is still there.")
            : new("Retry when that is mended: the run goes on at the first step that did not succeed. Tear down removes what was made so far."));
        return found;
    }
}
