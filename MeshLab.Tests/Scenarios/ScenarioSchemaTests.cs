using System.Reflection;
using System.Text.Json;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Scenarios;
using NJsonSchema;
using Xunit;

namespace MeshLab.Tests.Scenarios;

/// <summary>The published schema says what the loader says, as far as a schema can.</summary>
public sealed class ScenarioSchemaTests : IAsyncLifetime
{
    private static readonly string SchemaFile = Path.Combine(ScenarioFolder.Shipped, "scenario.schema.json");

    private readonly ScenarioFolder _folder = new();
    private JsonSchema _schema = null!;

    public async ValueTask InitializeAsync() => _schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(SchemaFile));

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(ShippedScenariosTests.Folders), MemberType = typeof(ShippedScenariosTests))]
    public async Task Schema_ShippedScenario_IsValid(string name) =>
        Assert.Empty(Errors(await File.ReadAllTextAsync(Path.Combine(ScenarioFolder.Shipped, name, "scenario.yaml"))));

    [Theory]
    [InlineData("{ id: a, title: t, apply: manifests }")]
    [InlineData("{ id: a, title: t, apply: { files: manifests/app.yaml, namespace: x, force: true } }")]
    [InlineData("{ id: a, title: t, apply: { files: manifests/app.yaml, images: { app: 'registry.test:5000/app:2' } } }")]
    [InlineData("{ id: a, title: t, generate: { what: password, commonName: admin } }")]
    [InlineData("{ id: a, title: t, apply: { objects: [{ apiVersion: v1, kind: Secret, metadata: { name: x }, data: {} }] } }")]
    [InlineData("{ id: a, title: t, namespace: { name: x, labels: { a: b }, annotations: { c: d } }, undo: [] }")]
    [InlineData("{ id: a, title: t, kind: { name: x, image: 'kindest/node:v1.35.0' }, undo: [{ cli: { tool: helm, args: [x] } }] }")]
    [InlineData("{ id: a, title: t, helm: { release: r, chart: 'oci://x/y', namespace: ns, set: { a.b: 1, c: true, d: x } } }")]
    [InlineData("{ id: a, title: t, cli: { tool: helm, args: [list], outputs: { x: '(.*)' } }, timeout: 1m30.5s, retries: 3 }")]
    [InlineData("{ id: a, title: t, wait: { for: condition, resource: crd/x, condition: Ready, outputs: { x: 'status.a' } } }")]
    [InlineData("{ id: a, title: t, wait: { for: absent, resource: pod/x, namespace: ns } }")]
    [InlineData("{ id: a, title: t, load: { in: pod/x, namespace: ns, url: 'http://x/', qps: 0.5, duration: 10s, payload: hello } }")]
    [InlineData("{ id: a, title: t, generate: { what: jsonWebToken, commonName: x, claims: { sub: me } } }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, error: { apiVersion: v1, kind: Pod }, timeout: 5s }] }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c] }, expect: { exitCode: null, notContains: [x], numbers: [{ name: p99, pattern: '(x)', min: 1, max: 2 }] } }] }")]
    public void Schema_GoodStep_AgreesWithTheLoader(string step)
    {
        Assert.Empty(_folder.LoadSteps($"    - {step}\n").Problems);
        Assert.Empty(Errors(Text(step)));
    }

    [Theory]
    [InlineData("{ id: A, title: t, apply: [manifests] }")]
    [InlineData("{ id: a, apply: [manifests] }")]
    [InlineData("{ id: a, title: ' ', apply: [manifests] }")]
    [InlineData("{ id: a, title: null, apply: [manifests] }")]
    [InlineData("{ id: a, title: 3, apply: [manifests] }")]
    [InlineData("{ id: a, title: t, colour: red, apply: [manifests] }")]
    [InlineData("{ id: a, title: t }")]
    [InlineData("{ id: a, title: t, verify: [] }")]
    [InlineData("{ id: a, title: t, apply: [] }")]
    [InlineData("{ id: a, title: t, apply: {} }")]
    [InlineData("{ id: a, title: t, apply: [manifests], namespace: { name: x } }")]
    [InlineData("{ id: a, title: t, apply: [manifests], timeout: 5 minutes }")]
    [InlineData("{ id: a, title: t, apply: [manifests], timeout: '' }")]
    [InlineData("{ id: a, title: t, apply: [manifests], retries: 21 }")]
    [InlineData("{ id: a, title: t, apply: [manifests], covers: 9.1/x }")]
    [InlineData("{ id: a, title: t, apply: [manifests], undo: [{}] }")]
    [InlineData("{ id: a, title: t, apply: { objects: [{ apiVersion: v1, kind: Secret }] } }")]
    [InlineData("{ id: a, title: t, namespace: { name: x, labels: { a: true } } }")]
    [InlineData("{ id: a, title: t, helm: { release: r, chart: 'oci://x/y', namespace: ns, set: { a: [1] } } }")]
    [InlineData("{ id: a, title: t, wait: { for: condition, resource: crd/x } }")]
    [InlineData("{ id: a, title: t, wait: { for: exists, resource: crd/x, condition: Ready } }")]
    [InlineData("{ id: a, title: t, wait: { for: absent, resource: crd/x, outputs: { a: b } } }")]
    [InlineData("{ id: a, title: t, wait: { for: exists, resource: x } }")]
    [InlineData("{ id: a, title: t, exec: { in: pod/x, namespace: ns, command: [] } }")]
    [InlineData("{ id: a, title: t, exec: { in: pod/x, namespace: ns, command: [x], times: 0 } }")]
    [InlineData("{ id: a, title: t, load: { in: pod/x, namespace: ns, url: x, qps: 1, duration: 1s } }")]
    [InlineData("{ id: a, title: t, load: { in: pod/x, namespace: ns, url: 'http://x', qps: 0, duration: 1s } }")]
    [InlineData("{ id: a, title: t, generate: { what: certificate, commonName: x } }")]
    [InlineData("{ id: a, title: t, generate: { what: certificateAuthority, commonName: x, claims: {} } }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x }] }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, assert: { kind: Pod } }] }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, assert: { apiVersion: v1, kind: Pod }, error: { apiVersion: v1, kind: Pod } }] }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, assert: { apiVersion: v1, kind: Pod }, expect: {} }] }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c], outputs: { a: '(x)' } } }] }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c] }, expect: { share: {} } }] }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c] }, expect: { share: { a: { about: 2, within: 0 } } } }] }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c] }, expect: { exitCode: 256 } }] }")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c] }, expect: { contains: x } }] }")]
    public void Schema_BadStep_AgreesWithTheLoader(string step)
    {
        Assert.NotEmpty(_folder.LoadSteps($"    - {step}\n").Problems);
        Assert.NotEmpty(Errors(Text(step)));
    }

    [Theory]
    [InlineData("apiVersion: meshlab.dev/v1alpha1", "apiVersion: v1")]
    [InlineData("title: Shop", "titel: Shop")]
    [InlineData("\"9.1\"", "9.1")]
    [InlineData("mesh: istio", "mesh: isto")]
    [InlineData("[{ role: main }]", "[]")]
    [InlineData("\">=3.14\"", "new")]
    [InlineData("type: integer", "type: number")]
    [InlineData("name: replicas", "name: and")]
    public void Schema_BadSpec_AgreesWithTheLoader(string valid, string wrong)
    {
        var text = ScenarioFolder.Valid.Replace(valid, wrong, StringComparison.Ordinal);

        Assert.NotEmpty(_folder.Load(text).Problems);
        Assert.NotEmpty(Errors(text));
    }

    [Theory]
    [InlineData(typeof(ScenarioParameter), "parameter")]
    [InlineData(typeof(ClusterRole), "clusterRole")]
    [InlineData(typeof(ToolRequirement), "tool")]
    [InlineData(typeof(KindAction), "kindAction")]
    [InlineData(typeof(NamespaceAction), "namespaceAction")]
    [InlineData(typeof(HelmAction), "helmAction")]
    [InlineData(typeof(ApplyAction), "applyAction")]
    [InlineData(typeof(CliAction), "cliAction")]
    [InlineData(typeof(WaitAction), "waitAction")]
    [InlineData(typeof(ExecAction), "execAction")]
    [InlineData(typeof(LoadAction), "loadAction")]
    [InlineData(typeof(GenerateAction), "generateAction")]
    [InlineData(typeof(Expectation), "expectation")]
    [InlineData(typeof(ShareExpectation), "share")]
    [InlineData(typeof(NumberExpectation), "number")]
    [InlineData(typeof(Verification), "verification")]
    [InlineData(typeof(ScenarioStep), "step")]
    [InlineData(typeof(Scenario), "spec")]
    public void Schema_ModelsProperties_AreThoseOfTheSchema(Type model, string definition)
    {
        string[] notWritten = [nameof(StepAction.Kind), nameof(Scenario.Name) + "@Scenario", nameof(Scenario.Directory), nameof(ScenarioStep.Line), nameof(ScenarioStep.Action)];
        var properties = model.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => property.Name)
            .Where(name => !notWritten.Contains(name) && !notWritten.Contains($"{name}@{model.Name}"))
            .Select(JsonNamingPolicy.CamelCase.ConvertName);
        if (model == typeof(ScenarioStep))
        {
            properties = properties.Concat(StepKinds());
        }

        Assert.Equal(properties.Order(StringComparer.Ordinal), Definition(definition).Order(StringComparer.Ordinal));
    }

    /// <summary>The step kinds, which the model has as types and the file as keys.</summary>
    private static IEnumerable<string> StepKinds() => typeof(StepAction).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(StepAction)))
        .Select(type => JsonNamingPolicy.CamelCase.ConvertName(type.Name[..^"Action".Length]));

    private static IEnumerable<string> Definition(string name)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SchemaFile));
        return [.. schema.RootElement.GetProperty("definitions").GetProperty(name).GetProperty("properties").EnumerateObject().Select(property => property.Name)];
    }

    private static string Text(string step) =>
        $"{ScenarioFolder.Valid[..ScenarioFolder.Valid.IndexOf("    - id: app", StringComparison.Ordinal)]}    - {step}\n";

    private IEnumerable<string> Errors(string yaml) =>
        _schema.Validate(YamlDocumentReader.Read(yaml, "scenario.yaml")[0].Root.ToJsonString()).Select(error => $"{error.Path}: {error.Kind}");
}
