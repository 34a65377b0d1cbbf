using System.Collections.Immutable;

namespace MeshLab.Core.Scenarios.Templates;

/// <summary>What templates may refer to: the run's parameters and the outputs of steps that have run. Immutable.</summary>
public sealed class TemplateContext
{
    /// <summary>Shorter secrets are not searched for in text: masking them would blank out half a log and protect nothing.</summary>
    private const int ShortestMasked = 4;

    private readonly ImmutableDictionary<string, TemplateValue> _parameters;
    private readonly ImmutableDictionary<string, ImmutableDictionary<string, TemplateValue>> _outputs;

    private TemplateContext(
        ImmutableDictionary<string, TemplateValue> parameters,
        ImmutableDictionary<string, ImmutableDictionary<string, TemplateValue>> outputs)
    {
        _parameters = parameters;
        _outputs = outputs;
    }

    /// <summary>A context without parameters and outputs.</summary>
    public static TemplateContext Empty { get; } = new([], []);

    /// <summary>The parameters by name.</summary>
    public IReadOnlyDictionary<string, TemplateValue> Parameters => _parameters;

    /// <summary>Every secret text known, longest first, for masking in logs; multi-line secrets also line by line.</summary>
    public IReadOnlyList<string> Secrets =>
    [
        .. _parameters.Values
            .Concat(_outputs.Values.SelectMany(outputs => outputs.Values))
            .Where(value => value.IsSecret)
            .SelectMany(value => value.Text.Split('\n', StringSplitOptions.TrimEntries).Append(value.Text))
            .Where(text => text.Length >= ShortestMasked && !text.StartsWith("-----", StringComparison.Ordinal))
            .Distinct()
            .OrderByDescending(text => text.Length),
    ];

    /// <summary>A context with the parameters of a scenario: the values given, else the defaults.</summary>
    /// <param name="scenario">The scenario; its parameters give the types.</param>
    /// <param name="values">Values by name, checked before by <see cref="ParameterValidator"/>; names the scenario does not have are left out.</param>
    public static TemplateContext For(Scenario scenario, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(values);
        var context = Empty;
        foreach (var parameter in scenario.Parameters)
        {
            if ((values.GetValueOrDefault(parameter.Name) ?? parameter.Default) is { } text)
            {
                context = context.WithParameter(parameter.Name, new(ParameterValidator.Canonical(parameter.Type, text), parameter.Type, parameter.Type == ParameterType.Secret));
            }
        }

        return context;
    }

    /// <summary>The same with a parameter set.</summary>
    public TemplateContext WithParameter(string name, TemplateValue value) => new(_parameters.SetItem(name, value), _outputs);

    /// <summary>The same with the outputs of a step set, in place of those it had.</summary>
    public TemplateContext WithOutputs(string step, IEnumerable<KeyValuePair<string, TemplateValue>> outputs) =>
        new(_parameters, _outputs.SetItem(step, outputs.ToImmutableDictionary()));

    /// <summary>Whether a text holds any known secret.</summary>
    public bool HoldsSecret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal));
    }

    /// <summary>The text with every known secret replaced by asterisks.</summary>
    public string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Secrets.Aggregate(text, (masked, secret) => masked.Replace(secret, "******", StringComparison.Ordinal));
    }

    internal IEnumerable<string> StepsWithOutputs => _outputs.Keys;

    internal IReadOnlyDictionary<string, TemplateValue>? OutputsOf(string step) => _outputs.GetValueOrDefault(step);
}
