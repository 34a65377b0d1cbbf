using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Reads the <c>spec</c> of a scenario.</summary>
internal sealed partial class SpecReader(LoadScope scope)
{
    public Scenario Read(FieldReader fields, string name)
    {
        scope.Roles = Roles(fields);
        scope.Tools = [.. fields.Mappings("tools").Select(Tool)];
        Unique(fields, "tools", "tool", scope.Tools.Select(tool => tool.Name));
        scope.Parameters = [.. fields.Mappings("parameters").Select(ParameterReader.Read)];
        Unique(fields, "parameters", "parameter", scope.Parameters.Select(parameter => parameter.Name));

        var steps = fields.Mappings("steps");
        var reader = new StepReader(scope);
        var scenario = new Scenario(
            name,
            fields.Text("title"),
            fields.OptionalText("summary") ?? "",
            fields.Text("section"),
            Mesh(fields),
            scope.Roles,
            scope.Tools,
            scope.Parameters,
            [.. steps.Select(reader.Read)],
            fields.Texts("conflicts"),
            scope.Directory)
        {
            Covers = scope.Covers(fields),
        };
        fields.MustHave("steps");
        if (fields.Mapping["steps"] is JsonArray { Count: 0 })
        {
            fields.Problem("steps", "steps is an empty list");
        }

        fields.End("spec");
        new StepOrderChecker(scenario.Steps, steps).Check();
        new TemplateChecker(scope, scenario.Steps).Check(steps);
        return scenario;
    }

    private static Mesh Mesh(FieldReader fields) => fields.Choice(
        "mesh",
        ("none", Scenarios.Mesh.None),
        ("istio", Scenarios.Mesh.Istio),
        ("istio-ambient", Scenarios.Mesh.IstioAmbient),
        ("linkerd", Scenarios.Mesh.Linkerd),
        ("cilium", Scenarios.Mesh.Cilium)) ?? Scenarios.Mesh.None;

    private static List<ClusterRole> Roles(FieldReader fields)
    {
        var roles = new List<ClusterRole>();
        foreach (var item in fields.Mappings("clusters"))
        {
            var role = item.Text("role");
            if (role.Length > 0 && !Names.IsId(role))
            {
                item.Problem("role", $"a role has lower-case letters, digits and dashes, \"{role}\" does not");
            }

            roles.Add(new(role, item.OptionalText("description") ?? ""));
            item.End("a cluster role");
        }

        fields.MustHave("clusters");
        if (fields.Mapping["clusters"] is JsonArray { Count: 0 })
        {
            fields.Problem("clusters", "clusters is an empty list; a scenario needs a role, e.g. { role: main }");
        }

        Unique(fields, "clusters", "role", roles.Select(role => role.Role));
        return roles;
    }

    private static ToolRequirement Tool(FieldReader fields)
    {
        var tool = new ToolRequirement(fields.Text("name"), fields.OptionalText("version"));
        if (tool.Name.Length > 0 && !ToolName().IsMatch(tool.Name))
        {
            fields.Problem("name", $"a tool is an executable's name without a path, \"{tool.Name}\" is none");
        }

        if (tool.Version is { Length: > 0 } version && !Constraint().IsMatch(version))
        {
            fields.Problem("version", $"version must be a constraint such as \">=3.14\" or \">=1.2, <2\", \"{version}\" is none");
        }

        fields.End("a tool");
        return tool;
    }

    private static void Unique(FieldReader fields, string key, string what, IEnumerable<string> names)
    {
        foreach (var (index, name) in names.Index().GroupBy(entry => entry.Item).SelectMany(group => group.Skip(1)).Where(entry => entry.Item.Length > 0))
        {
            fields.ProblemAt($"{fields.At(key)}/{index}", $"the {what} {name} is there twice");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ToolName();

    [GeneratedRegex(@"\A\s*(>=|<=|>|<|=)?\s*v?\d+(\.\d+){0,3}(\s*,\s*(>=|<=|>|<|=)?\s*v?\d+(\.\d+){0,3})*\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Constraint();
}
