using System.Text.Json.Nodes;

namespace MeshLab.Tests.Contract;

/// <summary>Objects written as JSON text in tests.</summary>
internal static class Json
{
    public static JsonObject Object(string text) => JsonNode.Parse(text)!.AsObject();
}
