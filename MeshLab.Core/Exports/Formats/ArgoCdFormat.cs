using System.Globalization;
using System.Text.Json.Nodes;
using MeshLab.Core.Exports.Plan;

namespace MeshLab.Core.Exports.Formats;

/// <summary>
/// Applications for one cluster under a parent, ordered by sync waves, and an ApplicationSet for many, ordered by a rolling sync. Charts come from
/// their repositories with the values inlined; objects come from the folder <c>manifests</c> of the repository the export is pushed to.
/// </summary>
internal static class ArgoCdFormat
{
    public const string RoleLabel = "meshlab.dev/role";
    private const string WaveLabel = "meshlab.dev/wave";
    private const string Api = "argoproj.io/v1alpha1";
    private const string Finalizer = "resources-finalizer.argocd.argoproj.io";
    private const string Namespace = "argocd";
    private static readonly string[] Marks = ["labels", "annotations"];

    public static IEnumerable<ExportFile> Of(ExportPlan plan, GitSource git)
    {
        foreach (var role in plan.Roles)
        {
            foreach (var unit in plan.Of(role))
            {
                foreach (var file in unit is ObjectsUnit objects ? Manifests(objects) : [])
                {
                    yield return file;
                }

                yield return new ExportFile($"argocd/{role}/applications/{unit.Folder}.yaml", YamlText.Of(Child(plan, unit, git)));
            }

            yield return new ExportFile($"argocd/{role}/application.yaml", YamlText.Of(Parent(plan, role, git)));
            yield return new ExportFile($"argocd/{role}/applicationset.yaml", YamlText.Of(Set(plan, role, git)));
        }
    }

    private static IEnumerable<ExportFile> Manifests(ObjectsUnit unit)
    {
        var folder = $"manifests/{unit.Role}/{unit.Folder}";
        var files = UnitFiles.Of(unit, waves: true);
        return [.. files.Select(file => file with { Path = $"{folder}/{file.Path}" }), new ExportFile($"{folder}/kustomization.yaml", UnitFiles.Kustomization([.. UnitFiles.Remote(unit), .. files.Select(file => file.Path)]))];
    }

    private static JsonObject Child(ExportPlan plan, ExportUnit unit, GitSource git) => new()
    {
        ["apiVersion"] = Api,
        ["kind"] = "Application",
        ["metadata"] = new JsonObject
        {
            ["name"] = $"{plan.Scenario.Name}-{unit.Role}-{unit.Folder}",
            ["namespace"] = Namespace,
            ["annotations"] = new JsonObject { ["argocd.argoproj.io/sync-wave"] = unit.Order.ToString(CultureInfo.InvariantCulture) },
            ["labels"] = new JsonObject { ["meshlab.dev/scenario"] = plan.Scenario.Name },
            ["finalizers"] = new JsonArray(Finalizer),
        },
        ["spec"] = new JsonObject
        {
            ["project"] = "default",
            ["source"] = Source(unit, git),
            ["destination"] = new JsonObject { ["name"] = Destination(plan, unit.Role), ["namespace"] = SpaceOf(unit) },
            ["syncPolicy"] = Policy(unit),
        },
    };

    private static JsonObject Parent(ExportPlan plan, string role, GitSource git) => new()
    {
        ["apiVersion"] = Api,
        ["kind"] = "Application",
        ["metadata"] = new JsonObject { ["name"] = $"{plan.Scenario.Name}-{role}", ["namespace"] = Namespace, ["finalizers"] = new JsonArray(Finalizer) },
        ["spec"] = new JsonObject
        {
            ["project"] = "default",
            ["source"] = new JsonObject { ["repoURL"] = git.Repository, ["targetRevision"] = git.Revision, ["path"] = git.At($"argocd/{role}/applications") },
            ["destination"] = new JsonObject { ["server"] = "https://kubernetes.default.svc", ["namespace"] = Namespace },
            ["syncPolicy"] = new JsonObject { ["automated"] = new JsonObject { ["prune"] = true, ["selfHeal"] = true } },
        },
    };

    /// <summary>Every unit for every cluster of the role. A list's elements may hold any JSON; the patch puts each one's source into the template.</summary>
    private static JsonObject Set(ExportPlan plan, string role, GitSource git)
    {
        var units = plan.Of(role);
        return new JsonObject
        {
            ["apiVersion"] = Api,
            ["kind"] = "ApplicationSet",
            ["metadata"] = new JsonObject { ["name"] = $"{plan.Scenario.Name}-{role}", ["namespace"] = Namespace },
            ["spec"] = new JsonObject
            {
                ["goTemplate"] = true,
                ["goTemplateOptions"] = new JsonArray("missingkey=error"),
                ["generators"] = new JsonArray(new JsonObject
                {
                    ["matrix"] = new JsonObject
                    {
                        ["generators"] = new JsonArray(
                            new JsonObject { ["clusters"] = new JsonObject { ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["argocd.argoproj.io/secret-type"] = "cluster", [RoleLabel] = role } } } },
                            new JsonObject { ["list"] = new JsonObject { ["elements"] = new JsonArray([.. units.Select(unit => Element(unit, git))]) } }),
                    },
                }),
                ["strategy"] = new JsonObject
                {
                    ["type"] = "RollingSync",
                    ["rollingSync"] = new JsonObject
                    {
                        ["steps"] = new JsonArray([.. units.Select(unit => new JsonObject
                        {
                            ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = WaveLabel, ["operator"] = "In", ["values"] = new JsonArray(WaveOf(unit)) }),
                        })]),
                    },
                },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["name"] = plan.Scenario.Name + "-{{ .nameNormalized }}-{{ .unit }}",
                        ["labels"] = new JsonObject { ["meshlab.dev/scenario"] = plan.Scenario.Name, [WaveLabel] = "{{ .wave }}" },
                        ["finalizers"] = new JsonArray(Finalizer),
                    },
                    ["spec"] = new JsonObject
                    {
                        ["project"] = "default",
                        ["destination"] = new JsonObject { ["server"] = "{{ .server }}", ["namespace"] = "{{ .namespace }}" },
                    },
                },
                ["templatePatch"] = "spec:\n  source: {{ toJson .source }}\n  syncPolicy: {{ toJson .syncPolicy }}\n",
            },
        };
    }

    private static JsonObject Element(ExportUnit unit, GitSource git) => new()
    {
        ["unit"] = unit.Folder,
        ["wave"] = WaveOf(unit),
        ["namespace"] = SpaceOf(unit),
        ["source"] = Escaped(Source(unit, git)),
        ["syncPolicy"] = Policy(unit),
    };

    /// <summary>A matrix fills in its second generator with the first one's parameters, so braces in values have to come out as they went in.</summary>
    private static JsonNode? Escaped(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(one => KeyValuePair.Create(one.Key, Escaped(one.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Escaped)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(text.Replace("{{", "{{ \"{{\" }}", StringComparison.Ordinal)),
        _ => node?.DeepClone(),
    };

    private static JsonObject Source(ExportUnit unit, GitSource git)
    {
        if (unit is not ChartUnit chart)
        {
            return new JsonObject { ["repoURL"] = git.Repository, ["targetRevision"] = git.Revision, ["path"] = git.At($"manifests/{unit.Role}/{unit.Folder}") };
        }

        var helm = new JsonObject { ["releaseName"] = chart.Release };
        if (chart.Values.Count > 0)
        {
            helm["valuesObject"] = chart.Values.DeepClone();
        }

        return new JsonObject
        {
            ["repoURL"] = chart.IsOci ? chart.Repository["oci://".Length..] : chart.Repository,
            ["chart"] = chart.Chart,
            ["targetRevision"] = chart.Version.Length > 0 ? chart.Version : "*",
            ["helm"] = helm,
        };
    }

    private static JsonObject Policy(ExportUnit unit)
    {
        var options = new JsonArray("ServerSideApply=true", "SkipDryRunOnMissingResource=true");
        var policy = new JsonObject { ["automated"] = new JsonObject { ["prune"] = true, ["selfHeal"] = true }, ["syncOptions"] = options };
        if (unit is ChartUnit { Space: { } space })
        {
            options.Add("CreateNamespace=true");
            var metadata = new JsonObject(Marks.Where(field => space["metadata"]![field] is not null).Select(field => KeyValuePair.Create(field, space["metadata"]![field]?.DeepClone())));
            if (metadata.Count > 0)
            {
                policy["managedNamespaceMetadata"] = metadata;
            }
        }

        policy["retry"] = new JsonObject { ["limit"] = 10, ["backoff"] = new JsonObject { ["duration"] = "10s", ["factor"] = 2, ["maxDuration"] = "3m" } };
        return policy;
    }

    private static string SpaceOf(ExportUnit unit) => unit is ChartUnit chart ? chart.Namespace : "default";

    private static string WaveOf(ExportUnit unit) => unit.Order.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The name a scenario's role has among Argo CD's clusters; a scenario of one cluster goes to Argo CD's own.</summary>
    private static string Destination(ExportPlan plan, string role) => plan.Scenario.Clusters.Count == 1 ? "in-cluster" : role;
}
