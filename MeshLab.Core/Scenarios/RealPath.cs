namespace MeshLab.Core.Scenarios;

/// <summary>Follows symbolic links in every part of a path.</summary>
internal static class RealPath
{
    /// <summary>As Linux: more links than this are a circle.</summary>
    private const int MaxLinks = 40;

    /// <exception cref="ScenarioFileException">The links go round in a circle.</exception>
    public static string Of(string path)
    {
        var links = 0;
        var pending = new Stack<string>(Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = Path.GetPathRoot(Path.GetFullPath(path))!;
        while (pending.TryPop(out var segment))
        {
            var next = Path.Combine(real, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new ScenarioFileException($"{path} is a link that goes round in a circle");
            }

            var full = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(full)!;
            foreach (var part in full.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                pending.Push(part);
            }
        }

        return real;
    }
}
