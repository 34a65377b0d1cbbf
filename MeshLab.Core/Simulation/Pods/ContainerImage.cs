namespace MeshLab.Core.Simulation.Pods;

/// <summary>Image references, and the ones that cannot be pulled: tag <c>does-not-exist</c>, or <c>invalid</c> in the name.</summary>
internal static class ContainerImage
{
    public static bool Exists(string image)
    {
        var (name, tag) = Split(image);

        // "auto" is what a gateway says for "the injector fills this in"; nobody did.
        return name.Length > 0 && name != "auto" && tag != "does-not-exist" && !name.Contains("invalid", StringComparison.Ordinal);
    }

    /// <summary>Name and tag; a reference without a tag has <c>latest</c>.</summary>
    public static (string Name, string Tag) Split(string image)
    {
        var plain = image.Split('@')[0];
        var cut = plain.LastIndexOf(':');
        return cut > plain.LastIndexOf('/') ? (plain[..cut], plain[(cut + 1)..]) : (plain, "latest");
    }

    /// <summary>The reference in full, as the container runtime writes it.</summary>
    public static string Canonical(string image)
    {
        var (name, tag) = Split(image);
        var first = name.Split('/')[0];
        var registry = name.Contains('/', StringComparison.Ordinal) && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost");
        var full = registry ? name : name.Contains('/', StringComparison.Ordinal) ? $"docker.io/{name}" : $"docker.io/library/{name}";
        return $"{full}:{tag}";
    }

    /// <summary>What the kubelet says when the image is not there.</summary>
    public static string PullError(string image) =>
        $"rpc error: code = NotFound desc = failed to pull and unpack image \"{Canonical(image)}\": failed to resolve reference \"{Canonical(image)}\": {Canonical(image)}: not found";
}
