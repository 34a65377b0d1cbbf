using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Execution;

/// <summary>A run while it is carried out: what its steps share.</summary>
internal sealed class RunContext(RunRow row, Scenario scenario, TemplateContext templates, RunLogWriter log)
{
    private readonly Lock _lock = new();
    private TemplateContext _templates = templates;

    public long Id => row.Id;

    public RunAction Action => row.Action;

    public Scenario Scenario { get; } = scenario;

    public bool Simulated => row.Simulated;

    /// <summary>Whether nothing may change.</summary>
    public bool DryRun => row.Action == RunAction.DryRun;

    /// <summary>Role to target cluster.</summary>
    public IReadOnlyDictionary<string, string> Clusters { get; } = RunJson.ReadMap(row.Clusters);

    public SecretMask Mask { get; } = MaskOf(templates);

    /// <summary>Parameters and the outputs so far.</summary>
    public TemplateContext Templates
    {
        get
        {
            lock (_lock)
            {
                return _templates;
            }
        }
    }

    /// <summary>What the earlier steps of a dry run would have made. Only used by dry runs.</summary>
    public ImaginedCluster Imagined { get; } = new();

    /// <summary>Writes a text, perhaps of several lines, to the run's log; secrets are masked here.</summary>
    public void Log(string? step, LogStream stream, string text) => log.Write(Id, step, stream, Mask.Apply(text));

    /// <summary>Makes outputs known to later steps; secret ones are masked from now on.</summary>
    public void AddOutputs(string step, IReadOnlyDictionary<string, TemplateValue> outputs)
    {
        foreach (var secret in outputs.Values.Where(value => value.IsSecret))
        {
            Mask.Add(secret.Text);
        }

        lock (_lock)
        {
            _templates = _templates.WithOutputs(step, outputs);
        }
    }

    private static SecretMask MaskOf(TemplateContext templates)
    {
        var mask = new SecretMask();
        foreach (var secret in templates.Parameters.Values.Where(value => value.IsSecret))
        {
            mask.Add(secret.Text);
        }

        return mask;
    }
}
