using System.Globalization;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Checks every template of the steps: its grammar, its parameters, and that the steps whose outputs it reads have run by then.</summary>
internal sealed class TemplateChecker(LoadScope scope, IReadOnlyList<ScenarioStep> steps)
{
    private static readonly HashSet<string> NeverFilledIn = ["title", "description"];

    private readonly List<string> _parameters = [.. scope.Parameters.Select(parameter => parameter.Name)];

    public void Check(IReadOnlyList<FieldReader> readers)
    {
        for (var index = 0; index < readers.Count; index++)
        {
            Step(readers[index].Mapping, readers[index].Pointer, index);
        }
    }

    private void Step(JsonObject step, string pointer, int index)
    {
        foreach (var (key, value) in step)
        {
            var at = YamlDocument.Child(pointer, key);
            switch (key)
            {
                case "when":
                    Text(value, at, index, own: false, condition: true);
                    break;
                case "undo":
                    Each(value, at, (item, itemAt) => Actions(item, itemAt, index, own: true));
                    break;
                case "verify":
                    Each(value, at, (item, itemAt) => Check(item, itemAt, index));
                    break;
                case var _ when NeverFilledIn.Contains(key) && NodeWords.Text(value)?.Contains("{{", StringComparison.Ordinal) == true:
                    scope.Problems.Add(scope.Document, at, $"templates are not filled in in {key}; it is shown as it is written");
                    break;
            }
        }

        Actions(step, pointer, index, own: false);
    }

    private void Actions(JsonNode? holder, string pointer, int index, bool own)
    {
        foreach (var (key, value) in (holder as JsonObject ?? []).Where(entry => ActionReader.Kinds.Contains(entry.Key)))
        {
            var at = YamlDocument.Child(pointer, key);
            Fields(value, at, index, own, except: key is "cli" or "wait" or "exec" ? "outputs" : null);
            if (key == "cli" && value is JsonObject cli)
            {
                Each(cli["args"], YamlDocument.Child(at, "args"), Argument);
            }
        }
    }

    /// <summary>A tool's arguments can be read by everybody on the machine, so no secret may be among them.</summary>
    private void Argument(JsonNode? argument, string pointer)
    {
        if (NodeWords.Text(argument) is not { } text || !text.Contains("{{", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            foreach (var secret in TemplateParser.Parse(text).Expressions().Select(Secret).OfType<string>().Distinct())
            {
                scope.Problems.Add(scope.Document, pointer, $"{secret} is secret, and the arguments of a tool can be seen in the machine's list of processes; apply a Secret object and let the tool read that");
            }
        }
        catch (TemplateException)
        {
            // Told already, with every other template that cannot be read.
        }
    }

    private string? Secret(TemplateExpression expression) => expression switch
    {
        ParameterExpression parameter when scope.Parameters.Any(one => one.Name == parameter.Name && one.Type == ParameterType.Secret) => $"the parameter {parameter.Name}",
        OutputExpression output when StepOutputs.IsSecret(steps.FirstOrDefault(step => step.Id == output.Step)?.Action, output.Name) => $"the output {output.Name} of the step {output.Step}",
        _ => null,
    };

    private void Check(JsonNode? check, string pointer, int index)
    {
        foreach (var (key, value) in check as JsonObject ?? [])
        {
            var at = YamlDocument.Child(pointer, key);
            if (key is "assert" or "error" or "exec")
            {
                Fields(value, at, index, own: true, except: null);
            }
            else if (key == "expect" && value is JsonObject expect)
            {
                Walk(expect["contains"], YamlDocument.Child(at, "contains"), index, own: true);
                Walk(expect["notContains"], YamlDocument.Child(at, "notContains"), index, own: true);
            }
        }
    }

    private void Fields(JsonNode? mapping, string pointer, int index, bool own, string? except)
    {
        if (mapping is not JsonObject fields)
        {
            Walk(mapping, pointer, index, own);
            return;
        }

        foreach (var (key, value) in fields.Where(entry => entry.Key != except))
        {
            Walk(value, YamlDocument.Child(pointer, key), index, own);
        }
    }

    private void Walk(JsonNode? node, string pointer, int index, bool own)
    {
        switch (node)
        {
            case JsonObject mapping:
                foreach (var (key, value) in mapping)
                {
                    Walk(value, YamlDocument.Child(pointer, key), index, own);
                }

                break;
            case JsonArray:
                Each(node, pointer, (item, at) => Walk(item, at, index, own));
                break;
            default:
                Text(node, pointer, index, own, condition: false);
                break;
        }
    }

    private static void Each(JsonNode? list, string pointer, Action<JsonNode?, string> visit)
    {
        foreach (var (position, item) in (list as JsonArray ?? []).Index())
        {
            visit(item, YamlDocument.Child(pointer, position.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private void Text(JsonNode? node, string pointer, int index, bool own, bool condition)
    {
        if (NodeWords.Text(node) is not { } text || (!condition && !text.Contains("{{", StringComparison.Ordinal)))
        {
            return;
        }

        try
        {
            var template = TemplateParser.Parse(text);
            if (condition && template.Single is null && text is not ("true" or "false"))
            {
                scope.Problems.Add(scope.Document, pointer, "when must be one template that gives true or false, e.g. '{{ path == \"a\" }}'");
            }

            foreach (var problem in template.Expressions().Select(expression => Problem(expression, index, own)).OfType<string>())
            {
                scope.Problems.Add(scope.Document, pointer, problem);
            }
        }
        catch (TemplateException error)
        {
            scope.Problems.Add(scope.Document, pointer, $"the template cannot be read at character {error.Offset + 1}: {error.Message}");
        }
    }

    private string? Problem(TemplateExpression expression, int index, bool own) => expression switch
    {
        ParameterExpression parameter when !_parameters.Contains(parameter.Name) =>
            $"the scenario has no parameter \"{parameter.Name}\"{Spelling.Suggest(parameter.Name, _parameters)}",
        OutputExpression output => Problem(output, index, own),
        _ => null,
    };

    private string? Problem(OutputExpression output, int index, bool own)
    {
        var place = steps.ToList().FindIndex(step => step.Id == output.Step);
        if (place < 0)
        {
            return $"there is no step \"{output.Step}\"{Spelling.Suggest(output.Step, steps.Select(step => step.Id))}";
        }

        var step = steps[place];
        if (place > index || (place == index && !own))
        {
            return place == index ? $"the step {output.Step} cannot use its own outputs here" : $"the step {output.Step} comes later, on line {step.Line}; a template reads outputs of earlier steps";
        }

        if (place < index && step.Parallel is { } group && group == steps[index].Parallel)
        {
            return $"the step {output.Step} runs at the same time (parallel: {group})";
        }

        return StepOutputs.Of(step.Action) is { } outputs && !outputs.Contains(output.Name)
            ? $"the step {output.Step} has no output \"{output.Name}\"{Spelling.Suggest(output.Name, outputs)}{(outputs.Count > 0 ? $"; it has {string.Join(", ", outputs)}" : "")}"
            : null;
    }
}
