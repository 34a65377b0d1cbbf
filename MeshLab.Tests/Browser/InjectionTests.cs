using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MeshLab.Core.Experiments.Formats;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Experiments;
using MeshLab.Tests.Injection;
using Microsoft.Playwright;
using Xunit;

namespace MeshLab.Tests.Browser;

/// <summary>Payloads by every way in that MeshLab has: no script of theirs runs, no element of theirs appears, and the Content-Security-Policy has nothing to refuse.</summary>
public sealed class InjectionTests(BrowserFixture browser) : IDisposable
{
    private static readonly string[] _pages =
    [
        "/", "/checklist?roadmap=payloads", "/scenarios", "/scenarios/payloads", "/runs", "/runs/1", "/clusters", "/experiments", "/experiments/1", "/compare?experiment=1", "/compare/prices", "/measurements", "/topology",
        "/documents", "/documents/payloads", "/audit", "/experiments/new", "/decide",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-payloads-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string One => Payloads.Html[2];

    private static string Other => Payloads.Html[10];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pages_WithPayloadsInEverything_RunNothingAndHaveNoElementOfTheirs()
    {
        Write("docs/payloads.md", $"# Payloads {One}\n\n" + string.Join("\n\n", Payloads.Markdown));
        Write("scenarios/payloads/scenario.yaml", Scenario());
        var kubeconfig = Write("config", Kubeconfig());
        await using var web = await WebProcess.StartNewAsync(scenariosDirectory: Path.Combine(_folder, "scenarios"), settings: new Dictionary<string, string>
        {
            ["MeshLab__DocsDirectory"] = Path.Combine(_folder, "docs"),
            ["MeshLab__Kubeconfig"] = kubeconfig,
        });
        await FillAsync(web);
        await using var visitor = await browser.VisitAsync(web);
        await visitor.Page.AddInitScriptAsync("window.refused = []; document.addEventListener('securitypolicyviolation', violation => window.refused.push(violation.violatedDirective + ' ' + violation.blockedURI)); window.alert = () => { window.injected = 1; };");

        foreach (var page in _pages)
        {
            await visitor.OpenAsync(page);

            var found = await visitor.Page.EvaluateAsync<JsonElement>("""
                () => ({
                  injected: window.injected ?? null,
                  refused: window.refused,
                  elements: [...document.querySelectorAll('[data-injected], script:not([src]), iframe, object, embed, base:not([href="/"]), [onerror], [onload], [onclick], [onfocus], [ontoggle], a[href^="javascript:" i]')].map(one => one.outerHTML.slice(0, 200)),
                })
                """);
            Assert.True(found.GetProperty("injected").ValueKind == JsonValueKind.Null, $"{page}: a script ran");
            Assert.True(found.GetProperty("refused").GetArrayLength() == 0, $"{page}: {found.GetProperty("refused")}");
            Assert.True(found.GetProperty("elements").GetArrayLength() == 0, $"{page}: {found.GetProperty("elements")}");
        }

        await visitor.OpenAsync("/documents/payloads");
        await Assertions.Expect(visitor.Page.GetByText("window.injected").First).ToBeVisibleAsync();
        visitor.AssertNoFaults();
    }

    private static async Task FillAsync(WebProcess web)
    {
        using var http = new HttpClient { BaseAddress = new Uri(web.Address) };
        var roadmap = $"# Payloads {One}\n\n" + string.Join("\n", Payloads.Markdown.Select((payload, index) => $"## {index} {OneLine(payload)}\n\n**Goal:** {OneLine(payload)}\n\n- [ ] Task {index} {OneLine(payload)} <!-- id: task-{index} -->\n"));
        await OkAsync(http.PostAsync("/api/v1/roadmaps/payloads.md", new StringContent(roadmap, Encoding.UTF8, "text/markdown"), Token));
        await OkAsync(http.PutAsJsonAsync("/api/v1/roadmap/tasks/payloads:1/task-1", new { state = "done", note = string.Join(' ', Payloads.Markdown) }, Token));
        await OkAsync(http.PostAsJsonAsync("/api/v1/runs", new { scenario = "payloads", action = "deploy", clusters = new { main = "demo" }, parameters = new { text = One } }, Token));
        await OkAsync(http.PutAsJsonAsync("/api/v1/costs/prices/payloads", new { name = One, provider = Other, region = One, currency = "EUR", cpuHour = 0.1, memoryGiBHour = 0.1 }, Token));
        var definition = Sample.Definition(2, Sample.Standing("baseline", One), Sample.Standing(One, Other)) with { Name = Other };
        var experiment = Sample.Experiment(definition, (variant, level, repetition) => Sample.Figures(2 + level + repetition, variant == One ? 0.03 : 0, Origin.Simulated));
        await OkAsync(http.PostAsync($"/api/v1/experiments/import?name={Uri.EscapeDataString(One)}", new ByteArrayContent(ExperimentDocument.Write(experiment)) { Headers = { ContentType = new("application/json") } }, Token));
        var status = "";
        while (status is not ("Succeeded" or "Failed"))
        {
            status = (await http.GetFromJsonAsync<JsonElement>("/api/v1/runs/1", Token)).GetProperty("status").GetString();
            await Task.Delay(100, Token);
        }
    }

    private static async Task OkAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri}: {await answer.Content.ReadAsStringAsync(Token)}");
    }

    private static string OneLine(string payload) => payload.ReplaceLineEndings(" ");

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private static string Scenario() => $$"""
        apiVersion: meshlab.dev/v1alpha1
        kind: Scenario
        metadata: { name: payloads }
        spec:
          title: {{Quoted(One)}}
          summary: {{Quoted(string.Join("\n\n", Payloads.Markdown.Where(payload => !payload.Contains("{{", StringComparison.Ordinal))))}}
          section: "9.1"
          mesh: none
          clusters: [{ role: main }]
          parameters: [{ name: text, description: {{Quoted(Other)}}, default: a }]
          steps:
            - id: space
              title: {{Quoted(One)}}
              namespace: { name: payloads }
            - id: wrong
              title: {{Quoted(Other)}}
              apply:
                objects:
                  - apiVersion: v1
                    kind: ConfigMap
                    metadata: { name: "{{"{{ text }}"}}", namespace: payloads }
        """;

    private static string Kubeconfig() => $$"""
        apiVersion: v1
        kind: Config
        contexts: [{ name: {{Quoted(One)}}, context: { cluster: c, user: u } }, { name: {{Quoted(Other)}}, context: { cluster: c, user: u } }]
        clusters: [{ name: c, cluster: { server: "http://127.0.0.1:1" } }]
        users: [{ name: u, user: { token: x } }]
        """;

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
