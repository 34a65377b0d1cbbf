namespace MeshLab.Core.Experiments.Planning;

/// <summary>What an experiment must be like, whatever its clusters say.</summary>
internal static class DefinitionRules
{
    public const int MostVariants = 12;
    public const int MostLevels = 12;
    public const int MostRepetitions = 50;
    public const int MostTrials = 2_000;

    /// <summary>Everything that is wrong, one sentence each.</summary>
    public static IEnumerable<string> Check(ExperimentDefinition definition)
    {
        if (string.IsNullOrWhiteSpace(definition.Name) || definition.Name.Length > 200)
        {
            yield return "Give the experiment a name of at most 200 characters.";
        }

        if (definition.Variants.Count is 0 or > MostVariants)
        {
            yield return $"An experiment has 1 to {MostVariants} variants; this has {definition.Variants.Count}.";
        }

        foreach (var twice in definition.Variants.GroupBy(variant => variant.Name).Where(group => group.Count() > 1))
        {
            yield return $"Two variants are called {twice.Key}; names must differ.";
        }

        if (definition.Variants.Any(variant => string.IsNullOrWhiteSpace(variant.Name) || variant.Name.Length > 100))
        {
            yield return "Every variant needs a name of at most 100 characters.";
        }

        foreach (var variant in definition.Variants.Where(variant => variant.Cluster.Length == 0))
        {
            yield return $"Variant {variant.Name} has no cluster for the role {variant.Role ?? "main"}.";
        }

        if (definition.Baseline is { } baseline && definition.Variants.All(variant => variant.Name != baseline))
        {
            yield return $"The baseline {baseline} is no variant of the experiment.";
        }

        if (definition.Levels.Count is 0 or > MostLevels)
        {
            yield return $"An experiment has 1 to {MostLevels} loads; this has {definition.Levels.Count}.";
        }

        foreach (var level in definition.Levels)
        {
            foreach (var problem in Level(level))
            {
                yield return problem;
            }
        }

        foreach (var twice in definition.Levels.GroupBy(level => (level.Qps, level.Connections)).Where(group => group.Count() > 1))
        {
            yield return $"Two loads are alike: {twice.Key.Qps} requests/s over {twice.Key.Connections} connections.";
        }

        if (definition.Repetitions is < 1 or > MostRepetitions)
        {
            yield return $"Repetitions go from 1 to {MostRepetitions}, not {definition.Repetitions}.";
        }
        else if ((long)definition.Repetitions * definition.Variants.Count * definition.Levels.Count > MostTrials)
        {
            yield return $"That would be more than {MostTrials:N0} measurements; leave out variants, loads or repetitions.";
        }

        if (definition.WarmUp < TimeSpan.Zero || definition.WarmUp > TimeSpan.FromHours(1) || definition.CoolDown < TimeSpan.Zero || definition.CoolDown > TimeSpan.FromHours(1))
        {
            yield return "Warm-up and cool-down go from nothing to one hour.";
        }

        foreach (var target in definition.Variants.Select(variant => variant.Target ?? definition.Target).Distinct())
        {
            foreach (var problem in Target(target))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Level(LoadLevel level)
    {
        if (!(level.Qps is >= 0.1 and <= 100_000))
        {
            yield return $"A load has 0.1 to 100,000 requests/s, not {level.Qps}.";
        }

        if (level.Connections is < 1 or > 10_000)
        {
            yield return $"A load has 1 to 10,000 connections, not {level.Connections}.";
        }

        if (level.Duration < TimeSpan.FromSeconds(5) || level.Duration > TimeSpan.FromHours(1))
        {
            yield return $"A load lasts 5 seconds to one hour, not {level.Duration.TotalSeconds:0.#} s.";
        }
    }

    private static IEnumerable<string> Target(ExperimentTarget target)
    {
        if (string.IsNullOrWhiteSpace(target.In) || string.IsNullOrWhiteSpace(target.Namespace))
        {
            yield return "Say where Fortio runs: a pod or workload (deploy/client) and its namespace.";
        }

        if (!Uri.TryCreate(target.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https" or "grpc"))
        {
            yield return $"\"{target.Url}\" is no URL that Fortio can load; give one like http://frontend:9898/echo.";
        }
    }
}
