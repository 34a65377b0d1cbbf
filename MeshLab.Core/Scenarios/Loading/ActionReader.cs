using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Reads what a step does.</summary>
internal sealed partial class ActionReader(LoadScope scope)
{
    /// <summary>The keys of the step kinds.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["kind", "namespace", "helm", "apply", "cli", "wait", "exec", "load", "generate"];

    private static readonly TimeSpan LongestValidity = TimeSpan.FromDays(3660);
    private static readonly TimeSpan LongestLoad = TimeSpan.FromHours(24);

    /// <summary>The one action of a step or of an undo's item; null when there is none, or it could not be read.</summary>
    /// <param name="fields">The mapping with the kind's key.</param>
    /// <param name="written">The keys of step kinds that are written.</param>
    public StepAction? Read(FieldReader fields, out IReadOnlyList<string> written)
    {
        var found = Kinds.Where(fields.Has).ToList();
        written = found;
        if (found.Count > 1)
        {
            fields.Problem(found[1], $"a step does one thing, and {string.Join(" and ", found)} are written here; make steps of them");
        }

        return found.Count == 0 ? null : Read(found[0], fields);
    }

    private StepAction? Read(string kind, FieldReader fields)
    {
        if (kind == "apply" && fields.Mapping[kind] is not JsonObject)
        {
            return new ApplyAction(Files(fields, "apply"), [], null, false);
        }

        if (fields.OptionalMapping(kind) is not { } inner)
        {
            return null;
        }

        StepAction action = kind switch
        {
            "kind" => Kind(inner),
            "namespace" => new NamespaceAction(inner.Text("name"), inner.TextMap("labels"), inner.TextMap("annotations")),
            "helm" => Helm(inner),
            "apply" => Apply(inner),
            "cli" => Cli(inner),
            "wait" => Wait(inner),
            "exec" => Exec(inner, withOutputs: true),
            "load" => Load(inner),
            _ => Generate(inner),
        };
        inner.End(kind);
        return action;
    }

    private KindAction Kind(FieldReader fields)
    {
        var action = new KindAction(fields.Text("name"), fields.OptionalText("config"), fields.OptionalText("image"));
        if (action.Config is { Length: > 0 } config)
        {
            scope.Files.KindConfig(fields, config, fields.At("config"));
        }

        return action;
    }

    private HelmAction Helm(FieldReader fields)
    {
        var values = fields.TextOrTexts("values");
        var action = new HelmAction(
            fields.Text("release"),
            fields.OptionalText("repo"),
            fields.Text("chart"),
            fields.OptionalText("version"),
            fields.Text("namespace"),
            [.. values.Select(file => file.Text)],
            fields.TextMap("set", scalars: true));
        foreach (var (path, pointer) in values)
        {
            scope.Files.Values(fields, path, pointer);
        }

        if (action.Repo is { } repo && !Uri.TryCreate(repo, UriKind.Absolute, out _))
        {
            fields.Problem("repo", "repo must be the chart repository's address, e.g. https://helm.cilium.io");
        }
        else if (action.Repo is null && action.Chart.Length > 0 && !action.Chart.StartsWith("oci://", StringComparison.Ordinal))
        {
            scope.Files.Chart(fields, action.Chart, fields.At("chart"));
        }

        return action;
    }

    private ApplyAction Apply(FieldReader fields)
    {
        var files = Files(fields, "files");
        var objects = fields.Mappings("objects");
        foreach (var item in objects)
        {
            ObjectShape.Check(item, nameRequired: true);
        }

        if (!fields.Has("files") && !fields.Has("objects"))
        {
            fields.Problem("", "apply needs files, or objects");
        }

        return new(files, [.. objects.Select(item => (JsonObject)item.Mapping.DeepClone())], fields.OptionalText("namespace"), fields.Flag("force")) { Images = fields.TextMap("images") };
    }

    private IReadOnlyList<string> Files(FieldReader fields, string key)
    {
        var files = fields.TextOrTexts(key);
        if (files.Count == 0 && fields.Mapping[key] is JsonArray { Count: 0 })
        {
            fields.Problem(key, $"{key} names no file");
        }

        foreach (var (path, pointer) in files)
        {
            scope.Files.Manifests(fields, path, pointer);
        }

        return [.. files.Select(file => file.Text)];
    }

    private CliAction Cli(FieldReader fields)
    {
        var action = new CliAction(fields.Text("tool"), fields.Texts("args"), Outputs(fields));
        if (action.Tool.Length > 0 && scope.Tools.All(tool => tool.Name != action.Tool))
        {
            var names = scope.Tools.Select(tool => tool.Name).ToList();
            fields.Problem("tool", $"{action.Tool} is not among the scenario's tools{Spelling.Suggest(action.Tool, names)}; add it to spec.tools");
        }

        return action;
    }

    /// <summary>Outputs by regular expression.</summary>
    private static IReadOnlyDictionary<string, string> Outputs(FieldReader fields)
    {
        var outputs = fields.TextMap("outputs");
        foreach (var (name, pattern) in outputs)
        {
            var pointer = YamlDocument.Child(fields.At("outputs"), name);
            CheckOutputName(fields, name, pointer);
            if (Patterns.Check(pattern, groups: 1) is { } problem)
            {
                fields.ProblemAt(pointer, $"the output {name} {problem}");
            }
        }

        return outputs;
    }

    private static void CheckOutputName(FieldReader fields, string name, string pointer)
    {
        if (!Names.IsName(name))
        {
            fields.ProblemAt(pointer, $"an output's name starts with a letter and has letters, digits, dashes and underscores only; \"{name}\" does not");
        }
    }
}
