using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Checks that a Kubernetes object written in a scenario says what it is.</summary>
internal static class ObjectShape
{
    public static void Check(FieldReader fields, bool nameRequired)
    {
        fields.Text("apiVersion");
        fields.Text("kind");
        if (!fields.Has("metadata"))
        {
            if (nameRequired)
            {
                fields.Problem("metadata", "metadata.name is missing");
            }

            return;
        }

        if (fields.Mapping["metadata"] is not JsonObject || fields.OptionalMapping("metadata") is not { } metadata)
        {
            fields.Problem("metadata", $"metadata {NodeWords.MustBe("a mapping", fields.Mapping["metadata"])}");
            return;
        }

        if (nameRequired || metadata.Has("name"))
        {
            metadata.Text("name");
        }

        metadata.OptionalText("namespace");
        metadata.TextMap("labels");
        metadata.TextMap("annotations");
    }
}
