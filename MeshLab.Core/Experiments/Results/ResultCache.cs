using System.Collections.Concurrent;

namespace MeshLab.Core.Experiments.Results;

/// <summary>Keeps the results of the experiments looked at last: bootstrapping them anew for every refresh of a page would cost seconds.</summary>
internal sealed class ResultCache
{
    private const int Most = 20;

    private readonly ConcurrentDictionary<long, (int Measured, DateTimeOffset? FinishedAt, ExperimentResults Results)> _known = new();

    public ExperimentResults Of(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var measured = experiment.Trials.Count(trial => trial.Figures is not null);
        if (_known.TryGetValue(experiment.Id, out var known) && known.Measured == measured && known.FinishedAt == experiment.FinishedAt)
        {
            return known.Results;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        var results = ResultBuilder.Build(experiment);
        _known[experiment.Id] = (measured, experiment.FinishedAt, results);
        return results;
    }
}
