namespace MeshLab.Core.Scenarios;

/// <summary>A file that belongs to a scenario.</summary>
/// <param name="Path">As the scenario names it, e.g. <c>manifests/canary.yaml</c> or <c>shared/sample-app/client.yaml</c>.</param>
/// <param name="Name">Relative to the scenarios' folder, for messages, e.g. <c>istio-tutorial/manifests/canary.yaml</c>.</param>
/// <param name="FullPath">Absolute.</param>
public sealed record ScenarioFile(string Path, string Name, string FullPath);
