namespace MeshLab.Core.Simulation.Api;

/// <summary>A resource path of the Kubernetes API, taken apart.</summary>
internal sealed record ApiPath(string Group, string Version, string Plural, string Namespace, string? Name, string? Subresource, string Rest)
{
    /// <summary>Reads <c>/api/v1/…</c> and <c>/apis/group/version/…</c>; null when it is no resource path.</summary>
    public static ApiPath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var tail] => ("", v, tail),
            ["apis", var g, var v, .. var tail] => (g, v, tail),
            _ => ("", "", Array.Empty<string>()),
        };
        if (rest.Length == 0)
        {
            return null;
        }

        // namespaces/NAME/TYPE… is a namespaced path, unless TYPE is a subresource of the namespace itself.
        var space = "";
        if (group.Length == 0 && rest is ["namespaces", var ns, var third, ..] && third is not ("status" or "finalize")
            || group.Length > 0 && rest is ["namespaces", _, _, ..])
        {
            space = rest[1];
            rest = rest[2..];
        }

        return new ApiPath(
            group,
            version,
            rest[0],
            space,
            rest.Length > 1 ? rest[1] : null,
            rest.Length > 2 ? rest[2] : null,
            rest.Length > 3 ? string.Join('/', rest[3..]) : "");
    }
}
