using MeshLab.Core.Changes;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Scenarios.Loading;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Scenarios;

/// <summary>The scenarios of the scenarios' folder, read again when a file changes. Publishes <see cref="ScenariosChanged"/>.</summary>
public sealed partial class ScenarioCatalogue : IDisposable
{
    private readonly ScenarioFolderWatcher _watcher;
    private readonly ChangeFeed _changes;
    private readonly ILogger<ScenarioCatalogue> _logger;
    private readonly ScenarioLoader _loader;
    private readonly IDisposable _roadmapFiles;
    private readonly Lock _reading = new();
    private volatile Snapshot? _snapshot;

    /// <summary>Prepares the catalogue; the folder is read on first use.</summary>
    /// <param name="directories">Where the folder is.</param>
    /// <param name="changes">Where changes are published.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="roadmap">The tasks that scenarios may cover; null takes every task.</param>
    public ScenarioCatalogue(ContentDirectories directories, ChangeFeed changes, TimeProvider time, ILogger<ScenarioCatalogue> logger, RoadmapCatalogue? roadmap = null)
    {
        ArgumentNullException.ThrowIfNull(directories);
        ArgumentNullException.ThrowIfNull(changes);
        Directory = directories.Scenarios;
        _changes = changes;
        _logger = logger;
        _loader = new(task => TaskReferences.Problem(roadmap, task));
        _watcher = new(Directory, time, Reload, logger);
        _roadmapFiles = changes.Subscribe<RoadmapChanged>(RoadmapFileChanged);
    }

    /// <summary>Absolute path of the scenarios' folder.</summary>
    public string Directory { get; }

    /// <summary>The valid scenarios in order of section and name.</summary>
    public IReadOnlyList<Scenario> Scenarios => Current().Scenarios;

    /// <summary>What is wrong with the others, every problem of every file.</summary>
    public IReadOnlyList<ScenarioProblem> Problems => Current().Problems;

    /// <summary>The scenario of that name, or null.</summary>
    public Scenario? Find(string name) => Scenarios.FirstOrDefault(scenario => scenario.Name == name);

    /// <summary>The problems of the scenario of that name.</summary>
    public IReadOnlyList<ScenarioProblem> ProblemsOf(string name) =>
        [.. Problems.Where(problem => problem.File.StartsWith(name + "/", StringComparison.Ordinal))];

    /// <summary>Reads the folder again.</summary>
    public void Reload()
    {
        bool news;
        lock (_reading)
        {
            _watcher.Start();
            var before = _snapshot;
            _snapshot = Read();
            news = before is null || _snapshot.Scenarios.Count + before.Scenarios.Count > 0 || !_snapshot.Problems.SequenceEqual(before.Problems);
        }

        if (news)
        {
            _changes.Publish(new ScenariosChanged());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _roadmapFiles.Dispose();
        _watcher.Dispose();
    }

    /// <summary>A file of the roadmap changed, and with it the tasks there are.</summary>
    private void RoadmapFileChanged(RoadmapChanged change)
    {
        if (change.TaskIds.Count == 0 && _snapshot is not null)
        {
            _watcher.Notice();
        }
    }

    private Snapshot Current()
    {
        if (_snapshot is { } snapshot)
        {
            return snapshot;
        }

        lock (_reading)
        {
            if (_snapshot is null)
            {
                _watcher.Start();
                _snapshot = Read();
            }

            return _snapshot;
        }
    }

    private Snapshot Read()
    {
        List<ScenarioLoad> loads;
        try
        {
            loads = [.. Folders().Select(folder => _loader.Load(folder))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Once: a folder that is not there is looked for every two seconds.
            if (_snapshot is not { Scenarios.Count: 0 })
            {
                LogUnreadable(_logger, Directory, error);
            }

            return new([], [new(Directory, 1, 1, $"the scenarios' folder cannot be read: {error.Message} Set MeshLab:ScenariosDirectory to the right one.")]);
        }

        var snapshot = new Snapshot(
            [.. loads.Select(load => load.Scenario).OfType<Scenario>().OrderBy(scenario => scenario.Section, SectionOrder.Instance).ThenBy(scenario => scenario.Name, StringComparer.Ordinal)],
            [.. loads.SelectMany(load => load.Problems).Distinct()]);
        LogRead(_logger, snapshot.Scenarios.Count, Directory, snapshot.Problems.Count);
        return snapshot;
    }

    private IEnumerable<string> Folders() => System.IO.Directory.EnumerateDirectories(Directory)
        .Where(folder => Path.GetFileName(folder) is var name && name != ScenarioFiles.SharedFolder && !name.StartsWith('.'))
        .Order(StringComparer.Ordinal);

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {Count} scenarios from {Directory}, {Problems} problems")]
    private static partial void LogRead(ILogger logger, int count, string directory, int problems);

    [LoggerMessage(Level = LogLevel.Error, Message = "The scenarios' folder {Directory} cannot be read")]
    private static partial void LogUnreadable(ILogger logger, string directory, Exception error);

    private sealed record Snapshot(IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioProblem> Problems);
}
