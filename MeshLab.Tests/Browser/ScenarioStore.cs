namespace MeshLab.Tests.Browser;

/// <summary>A folder of scenarios for one application.</summary>
internal sealed class ScenarioStore : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("meshlab-browser-scenarios-").FullName;

    /// <summary>Writes a scenario that deploys two pods and then waits for as many seconds; its check holds, or does not.</summary>
    public void Write(string name, int seconds, bool holds = true)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "README.md"), $"# {name}\n\nTwo pods.\n");
        File.WriteAllText(Path.Combine(folder, "web.yaml"), Runs.TestManifests.Deployment(name, "web", replicas: 2));
        File.WriteAllText(Path.Combine(folder, "scenario.yaml"), $$"""
            apiVersion: meshlab.dev/v1alpha1
            kind: Scenario
            metadata:
              name: {{name}}
            spec:
              title: Two pods
              summary: A scenario of the tests.
              section: "9.1"
              mesh: none
              clusters:
                - role: main
                  description: Any cluster.
              tools: [{ name: sleep }]
              steps:
                - id: space
                  title: Namespace
                  namespace: { name: {{name}} }
                - id: web
                  title: Web
                  apply: [web.yaml]
                - id: ready
                  title: Web is ready
                  wait: { for: rollout, resource: deployment/web, namespace: {{name}} }
                - id: pause
                  title: Pause
                  cli: { tool: sleep, args: ["{{seconds}}"] }
                - id: check
                  title: Check
                  verify:
                    - title: Two replicas
                      timeout: 1s
                      assert:
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: { name: web, namespace: {{name}} }
                        spec: { replicas: {{(holds ? 2 : 3)}} }
            """);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
