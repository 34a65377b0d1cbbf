using MeshLab.Core.Scenarios;
using Xunit;

namespace MeshLab.Tests.Scenarios;

public sealed class ScenarioLoaderTests : IDisposable
{
    private readonly ScenarioFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_ValidScenario_GivesTheModel()
    {
        var load = _folder.LoadSteps("""
                - id: ca
                  title: Authority
                  generate: { what: certificateAuthority, commonName: root, validity: 24h }
                - id: app
                  title: App
                  description: Why.
                  covers: [9.1/app]
                  when: '{{ version == "1.2.3" }}'
                  parallel: both
                  timeout: 1h30m
                  retries: 2
                  apply:
                    files: [manifests/app.yaml]
                    objects:
                      - { apiVersion: v1, kind: Secret, metadata: { name: s }, stringData: { ca: "{{ steps.ca.outputs.certificate }}" } }
                    namespace: shop
                    force: true
                  verify:
                    - title: Answers
                      exec: { in: deploy/client, namespace: shop, command: [curl, x], times: 3 }
                      expect: { exitCode: null, label: '(v\d)', share: { v1: { about: 0.9, within: 0.1 } } }
                  undo: []
            """);

        Assert.Empty(load.Problems);
        var step = load.Scenario!.Steps[1];
        Assert.Equal(("app", "main", TimeSpan.FromMinutes(90), 2, "both"), (step.Id, step.Cluster, step.Timeout, step.Retries, step.Parallel));
        var apply = Assert.IsType<ApplyAction>(step.Action);
        Assert.Equal(("shop", true, 1), (apply.Namespace, apply.Force, apply.Objects.Count));
        Assert.Empty(step.Undo!);
        var check = Assert.Single(step.Verify);
        Assert.Equal(TimeSpan.FromMinutes(90), check.Timeout);
        Assert.Null(check.Expect!.ExitCode);
        Assert.Equal(new ShareExpectation(0.9, 0.1), check.Expect.Share["v1"]);
        Assert.Equal(3, check.Exec!.Times);
    }

    [Theory]
    [InlineData(3, 60)]
    [InlineData(120, 240)]
    public void Load_CheckWithoutATimeout_GetsTimeForItsCalls(int times, int seconds)
    {
        var load = _folder.LoadSteps($$"""
                - id: app
                  title: App
                  apply: [manifests]
                  verify:
                    - title: Answers
                      exec: { in: deploy/client, namespace: shop, command: [curl, x], times: {{times}} }
            """);

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(load.Scenario!.Steps[0].Verify).Timeout);
    }

    [Fact]
    public void Load_SecretInTheArgumentsOfATool_SaysWhereAndWhat()
    {
        var text = ScenarioFolder.Valid[..ScenarioFolder.Valid.IndexOf("    - id: app", StringComparison.Ordinal)].Replace("  steps:", "    - { name: password, type: secret }\n  steps:", StringComparison.Ordinal) + """
                - id: token
                  title: Token
                  generate: { what: jsonWebToken, commonName: shop, validity: 24h }
                - id: call
                  title: Call
                  apply: [manifests]
                - id: tool
                  title: Tool
                  cli:
                    tool: helm
                    args:
                      - "--version={{ version }}"
                      - "--password={{ password }}"
                      - "{{ steps.token.outputs.jwks }}"
                      - "{{ steps.token.outputs.token }}"
            """;

        var problems = _folder.Load(text).Problems;

        Assert.Equal(2, problems.Count);
        Assert.Contains(":27:13:", problems[0].ToString());
        Assert.Contains("the parameter password is secret", problems[0].Message);
        Assert.Contains("the output token of the step token is secret", problems[1].Message);
    }

    [Fact]
    public void Load_LeftOutFields_TakeTheirDefaults()
    {
        var scenario = _folder.Load(ScenarioFolder.Valid.Replace("title: Shop", "title: Shop\n  covers: [9.1/all]", StringComparison.Ordinal)).Scenario!;

        var step = Assert.Single(scenario.Steps);
        Assert.Equal((TimeSpan.FromMinutes(5), 0, (string?)null, "main"), (step.Timeout, step.Retries, step.When, step.Cluster));
        Assert.Null(step.Undo);
        Assert.Equal(["9.1/all"], scenario.Covers);
        Assert.Equal(Mesh.Istio, scenario.Mesh);
        Assert.Equal(_folder.Shop, scenario.Directory);
        Assert.Equal([("version", ParameterType.String, "1.2.3"), ("replicas", ParameterType.Integer, "2")], scenario.Parameters.Select(parameter => (parameter.Name, parameter.Type, parameter.Default)));
    }

    [Theory]
    [InlineData("apiVersion: v2\n", "1:1", "apiVersion must be meshlab.dev/v1alpha1")]
    [InlineData("", "1:1", "is empty")]
    [InlineData("- a\n", "1:1", "must be a mapping, this is a list")]
    [InlineData("a: b\n---\nc: d\n", "3:1", "a second document")]
    [InlineData("a: [\n", "2:1", "not valid YAML")]
    [InlineData("kind: Scenario\nkind: Scenario\n", "2:1", "written twice")]
    public void Load_NoScenario_SaysWhy(string text, string place, string message) => AssertProblem(_folder.Load(text).Problems, place, message);

    [Theory]
    [InlineData("title: Shop", "titel: Shop", "5:3", "\"titel\" is not known in spec; did you mean \"title\"?")]
    [InlineData("title: Shop", "titel: Shop", "4:1", "title is missing")]
    [InlineData("title: Shop", "title: 3", "5:3", "title must be text, this is the number 3; put it in quotes")]
    [InlineData("title: Shop", "title:", "5:3", "title has no value")]
    [InlineData("\"9.1\"", "9.1", "6:3", "section must be text, this is the number 9.1; put it in quotes")]
    [InlineData("mesh: istio", "mesh: isto", "7:3", "mesh must be one of none, istio, istio-ambient, linkerd, cilium, not \"isto\"; did you mean \"istio\"?")]
    [InlineData("[{ role: main }]", "[]", "8:3", "a scenario needs a role")]
    [InlineData("[{ role: main }]", "[{ role: main }, { role: main }]", "8:30", "the role main is there twice")]
    [InlineData("[{ role: main }]", "{ role: main }", "8:3", "clusters must be a list, this is a mapping")]
    [InlineData("\">=3.14\"", "new", "9:25", "version must be a constraint")]
    [InlineData("metadata: { name: shop }", "metadata: { name: shopp }", "3:13", "the name must be the folder's, \"shop\"")]
    [InlineData("default: 1.2.3", "default: one", "11:24", "default must match")]
    [InlineData("default: 1.2.3", "default: 1.30", "11:24", "default must be text, this is the number 1.3")]
    [InlineData("type: integer, default: 2", "type: integer, default: two", "12:40", "default must be a whole number, this is text")]
    [InlineData("type: integer, default: 2", "type: secret, default: s3", "12:39", "a secret has no default")]
    [InlineData("type: integer", "type: number", "12:25", "type must be one of string, integer, boolean, secret")]
    [InlineData("name: replicas", "name: and", "12:9", "no word of templates")]
    [InlineData("name: replicas", "name: version", "12:7", "the parameter version is there twice")]
    [InlineData(@"'\d+\.\d+\.\d+'", "'(['", "11:40", "pattern is not a regular expression")]
    public void Load_WrongSpec_SaysWhereAndWhat(string valid, string wrong, string place, string message) =>
        AssertProblem(_folder.Load(ScenarioFolder.Valid.Replace(valid, wrong, StringComparison.Ordinal)).Problems, place, message);

    [Theory]
    [InlineData("{ id: A, title: t, apply: [manifests] }", "an id has lower-case letters")]
    [InlineData("{ id: a, title: t }", "the step does nothing")]
    [InlineData("{ id: a, title: t, verify: [] }", "verify is an empty list")]
    [InlineData("{ id: a, title: t, apply: [manifests], namespace: { name: x } }", "a step does one thing, and namespace and apply are written here")]
    [InlineData("{ id: a, title: t, aply: [manifests] }", "did you mean \"apply\"?")]
    [InlineData("{ id: a, title: t, cluster: mian, apply: [manifests] }", "no cluster role \"mian\"; did you mean \"main\"?; it has main")]
    [InlineData("{ id: a, title: t, timeout: 5 minutes, apply: [manifests] }", "timeout must be a duration such as 30s")]
    [InlineData("{ id: a, title: t, timeout: 0s, apply: [manifests] }", "timeout must be a duration")]
    [InlineData("{ id: a, title: t, timeout: 25h, apply: [manifests] }", "timeout is longer than 24 hours")]
    [InlineData("{ id: a, title: t, retries: -1, apply: [manifests] }", "retries must be a whole number from 0 to 20")]
    [InlineData("{ id: a, title: '{{ version }}', apply: [manifests] }", "templates are not filled in in title")]
    [InlineData("{ id: a, title: t, when: 'version', apply: [manifests] }", "when must be one template")]
    [InlineData("{ id: a, title: t, when: '{{ verzion == \"1\" }}', apply: [manifests] }", "no parameter \"verzion\"; did you mean \"version\"?")]
    [InlineData("{ id: a, title: t, apply: [] }", "apply names no file")]
    [InlineData("{ id: a, title: t, apply: {} }", "apply needs files, or objects")]
    [InlineData("{ id: a, title: t, apply: [nothing.yaml] }", "nothing.yaml is not there")]
    [InlineData("{ id: a, title: t, apply: [../other/x.yaml] }", "leaves the scenario's folder")]
    [InlineData("{ id: a, title: t, apply: [/etc/passwd] }", "must be a path relative to the scenario's folder")]
    [InlineData("{ id: a, title: t, apply: ['manifests/{{ version }}.yaml'] }", "a file's path cannot hold a template")]
    [InlineData("{ id: a, title: t, apply: ['http://x.example/a.yaml'] }", "must be an https address")]
    [InlineData("{ id: a, title: t, apply: ['https://{{ version }}/a.yaml'] }", "must name its host without a template")]
    [InlineData("{ id: a, title: t, apply: { objects: [{ kind: Secret, metadata: { name: 3 } }] } }", "apiVersion is missing")]
    [InlineData("{ id: a, title: t, apply: { objects: [{ apiVersion: v1, kind: Secret, metadata: { name: 3 } }] } }", "name must be text, this is the number 3")]
    [InlineData("{ id: a, title: t, apply: { objects: [{ apiVersion: v1, kind: Secret }] } }", "metadata.name is missing")]
    [InlineData("{ id: a, title: t, namespace: { name: x, labels: { a: true } } }", "a must be text, this is the boolean true")]
    [InlineData("{ id: a, title: t, helm: { release: r, chart: c, namespace: ns } }", "c is not there; without repo, chart is an oci:// reference or a folder")]
    [InlineData("{ id: a, title: t, helm: { release: r, repo: 'https://x', chart: c, namespace: ns, values: [v.yaml] } }", "v.yaml is not there")]
    [InlineData("{ id: a, title: t, helm: { repo: 'https://x', chart: c, namespace: ns } }", "release is missing")]
    [InlineData("{ id: a, title: t, cli: { tool: istioctl, args: [x] } }", "istioctl is not among the scenario's tools")]
    [InlineData("{ id: a, title: t, cli: { tool: helm, outputs: { x: 'no group' } } }", "the output x must have exactly 1 group")]
    [InlineData("{ id: a, title: t, wait: { for: condition, resource: crd/x } }", "condition is missing")]
    [InlineData("{ id: a, title: t, wait: { for: exists, resource: x } }", "resource must be kind/name")]
    [InlineData("{ id: a, title: t, exec: { in: client, namespace: ns, command: [x] } }", "in must be a workload or a pod")]
    [InlineData("{ id: a, title: t, exec: { in: pod/x, namespace: ns } }", "command is missing")]
    [InlineData("{ id: a, title: t, load: { in: pod/x, namespace: ns, url: 'http://x/', qps: fast, duration: 1s } }", "qps must be a number")]
    [InlineData("{ id: a, title: t, load: { in: pod/x, namespace: ns, url: x, qps: 1, duration: 1s } }", "url must be an address")]
    [InlineData("{ id: a, title: t, load: { in: pod/x, namespace: ns, url: 'http://x/', qps: 1 } }", "duration is missing")]
    [InlineData("{ id: a, title: t, generate: { what: certificate, commonName: x } }", "issuer is missing")]
    [InlineData("{ id: a, title: t, generate: { what: certificate, commonName: x, issuer: b } }", "there is no step b")]
    [InlineData("{ id: a, title: t, generate: { what: jsonWebToken, commonName: x, issuer: b } }", "issuer has a meaning with \"what: certificate\" only")]
    [InlineData("{ id: a, title: t, verify: [{ title: x }] }", "a check needs one of assert, error and exec")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, assert: { kind: Pod } }] }", "apiVersion is missing")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, assert: { apiVersion: v1, kind: Pod }, expect: {} }] }", "expect holds against the output of exec")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c] }, expect: { share: { a: { about: 0.7, within: 0 }, b: { about: 0.5, within: 0 } } } }] }", "the shares sum up to 1.2")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c] }, expect: { share: { a: { about: 2, within: 0 } } } }] }", "about must be a number from 0 to 1")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c] }, expect: { matches: '*' } }] }", "matches is not a regular expression")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c] }, expect: { numbers: [{ name: n }] } }] }", "pattern is missing")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: ['{{ nope }}'] } }] }", "no parameter \"nope\"")]
    [InlineData("{ id: a, title: t, verify: [{ title: x, exec: { in: pod/x, namespace: ns, command: [c], outputs: { a: '(x)' } } }] }", "\"outputs\" is not known in the exec of a check")]
    [InlineData("{ id: a, title: t, apply: [manifests], undo: [{ wait: { for: gone, resource: a/b } }] }", "for must be one of rollout, condition, established, exists, absent, not \"gone\"")]
    [InlineData("{ id: a, title: t, apply: [manifests], undo: [{ cli: { tool: kubectl } }] }", "kubectl is not among")]
    public void Load_WrongStep_SaysWhereAndWhat(string step, string message) =>
        Assert.Contains(_folder.LoadSteps($"    - {step}\n").Problems, problem => problem.Line == 14 && problem.Column > 6 && problem.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Load_SeveralMistakes_FindsThemAllInOnePass()
    {
        var load = _folder.LoadSteps("""
                - id: one
                  title: One
                  parallel: g
                  exec: { in: pod/x, namespace: ns, command: [x], outputs: { out: '(x)' } }
                - id: two
                  title: Two
                  parallel: g
                  exec: { in: pod/x, namespace: "{{ steps.one.outputs.out }}", command: ["{{ steps.three.outputs.x }}"] }
                - id: three
                  title: Three
                  exec: { in: pod/x, namespace: "{{ steps.one.outputs.uot }}", command: ["{{ steps.three.outputs.x }}"] }
                - id: one
                  title: Four
                  parallel: g
                  exec: { in: pod/x, namespace: ns, command: ["{{ steps.tow.outputs.x }}", "{{ a"] }
            """);

        Assert.Null(load.Scenario);
        Assert.Collection(
            load.Problems,
            problem => AssertProblem(problem, "21:26", "the step one runs at the same time (parallel: g)"),
            problem => AssertProblem(problem, "21:78", "the step three comes later, on line 22"),
            problem => AssertProblem(problem, "24:26", "the step one has no output \"uot\"; did you mean \"out\"?; it has out"),
            problem => AssertProblem(problem, "24:78", "the step three cannot use its own outputs here"),
            problem => AssertProblem(problem, "25:7", "the id one is taken by the step on line 14"),
            problem => AssertProblem(problem, "27:7", "the group g started on line 18 and other steps are between"),
            problem => AssertProblem(problem, "28:51", "there is no step \"tow\"; did you mean \"two\"?"),
            problem => AssertProblem(problem, "28:80", "the template cannot be read at character 5: the template is not closed"));
    }

    [Fact]
    public void Load_SeveralRoles_WantsEachStepsCluster()
    {
        var load = _folder.Load(ScenarioFolder.Valid.Replace("[{ role: main }]", "[{ role: east }, { role: west }]", StringComparison.Ordinal));

        AssertProblem(load.Problems, "14:7", "cluster is missing; the scenario has the roles east, west");
    }

    [Fact]
    public void Load_WrongManifests_EachWithItsOwnPlace()
    {
        _folder.Write("shop/manifests/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {}\n---\nkind: Secret\n");
        _folder.Write("shop/manifests/byhand/more.yaml", "a: [\n");
        _folder.Write("shop/manifests/none.yaml", "# nothing\n");

        var problems = _folder.Load(ScenarioFolder.Valid).Problems;

        Assert.Contains("shop/manifests/app.yaml:3:1: metadata.name of this ConfigMap is missing", problems.Select(problem => problem.ToString()));
        Assert.Contains("shop/manifests/app.yaml:6:1: apiVersion is missing", problems.Select(problem => problem.ToString()));
        Assert.Contains(problems, problem => problem.File == "shop/manifests/byhand/more.yaml" && problem.Message.Contains("not valid YAML", StringComparison.Ordinal));
        Assert.Contains("shop/manifests/none.yaml:1:1: holds no Kubernetes object", problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Load_WrongValues_AreReportedInTheirFile()
    {
        _folder.Write("shop/values/v.yaml", "- a\n");

        var problems = _folder.LoadSteps("    - { id: a, title: t, helm: { release: r, repo: 'https://x', chart: c, namespace: ns, values: values/v.yaml } }\n").Problems;

        Assert.Equal("shop/values/v.yaml:1:1: Helm values are a mapping, this is a list", Assert.Single(problems).ToString());
    }

    [Fact]
    public void Load_LinkOutOfTheFolder_IsRefused()
    {
        var secret = _folder.Write("elsewhere/secret.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n");
        File.CreateSymbolicLink(Path.Combine(_folder.Shop, "manifests", "link.yaml"), secret);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Shop, "folder"), Path.Combine(_folder.Root, "elsewhere"));

        var problems = _folder.LoadSteps("    - { id: a, title: t, apply: [manifests/link.yaml, folder/secret.yaml, folder] }\n").Problems;

        Assert.Equal(3, problems.Count(problem => problem.Message.Contains("is a link that leads out of the scenario's folder", StringComparison.Ordinal)));
    }

    [Fact]
    public void Load_LinkInsideTheFolder_IsTaken()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder.Shop, "alias"), Path.Combine(_folder.Shop, "manifests"));

        Assert.Empty(_folder.LoadSteps("    - { id: a, title: t, apply: [alias/app.yaml] }\n").Problems);
    }

    [Fact]
    public void Load_SharedPath_LiesBesideTheScenarios()
    {
        _folder.Write("shared/app/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n---\nkind: Pod\n");

        var problem = Assert.Single(_folder.LoadSteps("    - { id: a, title: t, apply: [shared/app] }\n").Problems);

        Assert.Equal("shared/app/a.yaml:5:1: apiVersion is missing", problem.ToString());
    }

    [Fact]
    public void Load_UnknownTask_IsReportedAtItsPlace()
    {
        var loader = new Core.Scenarios.Loading.ScenarioLoader(task => task == "9.1/known" ? null : $"the roadmap has no task {task}");

        var load = loader.Read(ScenarioFolder.Valid.Replace("title: App", "title: App\n      covers: [9.1/known, 9.1/knwon]", StringComparison.Ordinal), _folder.Shop);

        Assert.Equal("shop/scenario.yaml:16:27: the roadmap has no task 9.1/knwon", Assert.Single(load.Problems).ToString());
    }

    [Fact]
    public void Load_DeepNesting_IsRefused() =>
        Assert.Contains("nested more than 256 levels deep", Assert.Single(_folder.Load("a: " + new string('[', 100_000)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_GiantFile_IsRefused()
    {
        _folder.Write("shop/scenario.yaml", new string('#', 1024 * 1024 + 1));

        Assert.Equal("shop/scenario.yaml:1:1: has 1,048,577 bytes; more than 1,048,576 are refused", Assert.Single(new Core.Scenarios.Loading.ScenarioLoader().Load(_folder.Shop).Problems).ToString());
    }

    [Fact]
    public void Load_MissingFile_SaysSo() =>
        Assert.Contains("cannot be read", Assert.Single(new Core.Scenarios.Loading.ScenarioLoader().Load(_folder.Shop).Problems).Message, StringComparison.Ordinal);

    private static void AssertProblem(IReadOnlyList<ScenarioProblem> problems, string place, string message) =>
        Assert.Contains(problems, problem => $"{problem.Line}:{problem.Column}" == place && problem.Message.Contains(message, StringComparison.Ordinal));

    private static void AssertProblem(ScenarioProblem problem, string place, string message)
    {
        Assert.Equal(place, $"{problem.Line}:{problem.Column}");
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }
}
