using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Checks;

/// <summary>Checks that a partial resource is, or is not, on the cluster.</summary>
internal static class ResourceCheck
{
    public static async Task<CheckResult> CheckAsync(StepContext context, Verification verification, CancellationToken cancellationToken)
    {
        var wanted = verification.Assert ?? verification.Error!;
        var candidates = await FindAsync(context, wanted, cancellationToken);
        var subject = Subject(wanted);
        if (candidates is null)
        {
            return new(verification.Assert is null, $"the cluster does not serve {wanted["kind"]} ({wanted["apiVersion"]})");
        }

        var best = candidates.Select(one => (one, Differences: PartialMatch.Differences(Comparable(wanted), one))).OrderBy(one => one.Differences.Count).FirstOrDefault();
        var match = best.one is not null && best.Differences.Count == 0 ? ObjectRef.Of(best.one) : null;
        if (verification.Assert is null)
        {
            return match is null ? new(true, $"{subject}: none, as it should be") : new(false, $"{match} is there and should not be") { Object = ObjectFragment.Of(wanted, best.one!) };
        }

        if (match is not null)
        {
            return new(true, $"{match}: {Summary(wanted)}") { Object = ObjectFragment.Of(wanted, best.one!) };
        }

        context.Suspects = best.one is null ? [] : [ObjectRef.Of(best.one)];
        return best.one is null
            ? new(false, $"{subject} is not there")
            : new(false, $"{ObjectRef.Of(best.one)}: {string.Join("; ", best.Differences.Take(3))}") { Object = ObjectFragment.Of(wanted, best.one) };
    }

    /// <summary>The objects the partial resource could mean; null when the cluster does not serve its kind.</summary>
    private static async Task<IReadOnlyList<JsonObject>?> FindAsync(StepContext context, JsonObject wanted, CancellationToken cancellationToken)
    {
        var apiVersion = wanted["apiVersion"]!.GetValue<string>();
        var kind = wanted["kind"]!.GetValue<string>();
        var type = await context.Client.FindTypeAsync(apiVersion, kind, cancellationToken);
        if (type is null)
        {
            return null;
        }

        var metadata = wanted["metadata"];
        var space = type.Namespaced ? metadata?["namespace"]?.GetValue<string>() ?? "default" : null;
        if (metadata?["name"]?.GetValue<string>() is { } name)
        {
            return await context.Client.GetAsync(new ObjectRef(apiVersion, kind, space, name), cancellationToken) is { } one ? [one] : [];
        }

        var labels = string.Join(',', (metadata?["labels"] as JsonObject ?? []).Where(label => label.Value is not null).Select(label => $"{label.Key}={label.Value}"));
        return await context.Client.ListAsync(apiVersion, kind, space, labels.Length == 0 ? null : labels, cancellationToken);
    }

    /// <summary>Items of a list may come without kind and apiVersion; they were asked for by these.</summary>
    private static JsonObject Comparable(JsonObject wanted)
    {
        var copy = (JsonObject)wanted.DeepClone();
        copy.Remove("apiVersion");
        copy.Remove("kind");
        return copy;
    }

    private static string Subject(JsonObject wanted)
    {
        var metadata = wanted["metadata"];
        var name = metadata?["name"]?.GetValue<string>();
        var space = metadata?["namespace"]?.GetValue<string>();
        return name is null ? $"a matching {wanted["kind"]}{(space is null ? "" : $" in {space}")}" : $"{wanted["kind"]} {(space is null ? "" : space + "/")}{name}";
    }

    /// <summary>The fields that were checked beside the name, in short.</summary>
    private static string Summary(JsonObject wanted)
    {
        var parts = wanted.Where(one => one.Key is not ("apiVersion" or "kind" or "metadata")).Select(one => $"{one.Key} {one.Value?.ToJsonString()}");
        var text = string.Join(", ", parts);
        return text.Length == 0 ? "is there" : text.Length <= 200 ? text : text[..200] + "…";
    }
}
