using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Api;

/// <summary>The version the demo cluster gives itself: the API it follows, marked as a demo.</summary>
internal static class ServerVersion
{
    public const string Git = "v1.35.0+demo";

    public static JsonObject Document() => new()
    {
        ["major"] = "1",
        ["minor"] = "35",
        ["gitVersion"] = Git,
        ["gitCommit"] = "0000000000000000000000000000000000000000",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-01-01T00:00:00Z",
        ["goVersion"] = "go1.25.0",
        ["compiler"] = "gc",
        ["platform"] = "linux/amd64",
    };
}
