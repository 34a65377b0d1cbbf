using System.Text.Json.Nodes;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Exports.Plan;

/// <summary>Collects charts and objects step by step and makes units of them.</summary>
internal sealed class UnitBuilder
{
    private readonly FinalObjects _objects = new();
    private readonly List<Piece> _pieces = [];

    public void Add(ScenarioStep step, IReadOnlyList<ObjectsFile> files, IReadOnlyList<string> remote)
    {
        foreach (var resource in files.SelectMany(file => file.Objects))
        {
            _objects.Seen(step.Cluster, resource);
        }

        _pieces.Add(new Piece(step, new ObjectsStep(step.Id, step.Title, files, remote), null));
    }

    public void Add(ScenarioStep step, ChartUnit chart)
    {
        if (!_objects.Holds(step.Cluster, FinalObjects.RefOf(chart.Space!)))
        {
            _objects.Seen(step.Cluster, chart.Space!);
        }

        _pieces.Add(new Piece(step, null, chart));
    }

    /// <summary>The pieces as units: charts by themselves, objects that follow each other on one role together.</summary>
    public List<ExportUnit> Build(Scenario scenario)
    {
        var units = new List<ExportUnit>();
        foreach (var role in scenario.Clusters.Select(role => role.Role))
        {
            var order = 0;
            var open = new List<ObjectsStep>();
            foreach (var piece in _pieces.Where(piece => piece.Step.Cluster == role))
            {
                if (piece.Chart is { } chart)
                {
                    Close();
                    units.Add(chart with { Order = ++order, Space = ExportedNamespace.IsEverywhere(chart.Namespace) ? null : _objects.Place(role, chart.Space!) });
                }
                else if (Final(role, piece.Objects!) is { } step)
                {
                    open.Add(step);
                }
            }

            Close();

            void Close()
            {
                if (open.Count > 0)
                {
                    units.Add(new ObjectsUnit(role, ++order, open[0].Step, [.. open]));
                    open.Clear();
                }
            }
        }

        return units;
    }

    /// <summary>The step with its objects in their final form; null when earlier steps have them all.</summary>
    private ObjectsStep? Final(string role, ObjectsStep step)
    {
        var files = new List<ObjectsFile>();
        foreach (var file in step.Files)
        {
            var objects = file.Objects.Select(one => _objects.Place(role, one)).OfType<JsonObject>().ToList();
            var asWritten = objects.Count == file.Objects.Count && objects.Zip(file.Objects).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
            if (objects.Count > 0)
            {
                files.Add(new ObjectsFile(file.Name, objects, asWritten ? file.Text : null));
            }
        }

        return files.Count > 0 || step.Remote.Count > 0 ? step with { Files = files } : null;
    }

    private sealed record Piece(ScenarioStep Step, ObjectsStep? Objects, ChartUnit? Chart);
}
