namespace MeshLab.Tests.Runs;

/// <summary>Manifests that the demo cluster brings to life.</summary>
internal static class TestManifests
{
    public static string ConfigMap(string @namespace, string name, string value) => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        data: { value: "{{value}}" }
        """;

    public static string Deployment(string @namespace, string name, int replicas = 1, string image = "fortio/fortio:1.75.2") => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        spec:
          replicas: {{replicas}}
          selector: { matchLabels: { app: {{name}} } }
          template:
            metadata: { labels: { app: {{name}} } }
            spec:
              containers:
                - name: fortio
                  image: {{image}}
                  args: [server]
                  ports: [{ containerPort: 8080, name: http }]
        """;
}
