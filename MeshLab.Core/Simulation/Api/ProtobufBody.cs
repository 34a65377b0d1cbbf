using System.Text;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Api;

/// <summary>
/// Reads the protobuf that typed clients send for a few built-in kinds: <c>kubectl create namespace</c>, and the Secrets in which Helm
/// keeps its releases. Field numbers are those of the published <c>generated.proto</c> files of k8s.io/api and k8s.io/apimachinery.
/// </summary>
internal static class ProtobufBody
{
    private enum Sort
    {
        Text,
        Bytes,
        Number,
        Flag,
        Message,
        TextMap,
        BytesMap,
        Time,
    }

    private sealed record Field(string Name, Sort Sort, bool Repeated = false, Dictionary<int, Field>? Message = null);

    private static readonly Dictionary<int, Field> Owner = new()
    {
        [1] = new("kind", Sort.Text),
        [3] = new("name", Sort.Text),
        [4] = new("uid", Sort.Text),
        [5] = new("apiVersion", Sort.Text),
        [6] = new("controller", Sort.Flag),
        [7] = new("blockOwnerDeletion", Sort.Flag),
    };

    private static readonly Dictionary<int, Field> Metadata = new()
    {
        [1] = new("name", Sort.Text),
        [2] = new("generateName", Sort.Text),
        [3] = new("namespace", Sort.Text),
        [5] = new("uid", Sort.Text),
        [6] = new("resourceVersion", Sort.Text),
        [7] = new("generation", Sort.Number),
        [8] = new("creationTimestamp", Sort.Time),
        [11] = new("labels", Sort.TextMap),
        [12] = new("annotations", Sort.TextMap),
        [13] = new("ownerReferences", Sort.Message, true, Owner),
        [14] = new("finalizers", Sort.Text, true),
    };

    private static readonly Dictionary<int, Field> Reference = new() { [1] = new("name", Sort.Text) };

    private static readonly Dictionary<string, Dictionary<int, Field>> Kinds = new(StringComparer.Ordinal)
    {
        ["Namespace"] = new()
        {
            [1] = new("metadata", Sort.Message, Message: Metadata),
            [2] = new("spec", Sort.Message, Message: new() { [1] = new("finalizers", Sort.Text, true) }),
            [3] = new("status", Sort.Message, Message: new() { [1] = new("phase", Sort.Text) }),
        },
        ["Secret"] = new()
        {
            [1] = new("metadata", Sort.Message, Message: Metadata),
            [2] = new("data", Sort.BytesMap),
            [3] = new("type", Sort.Text),
            [4] = new("stringData", Sort.TextMap),
            [5] = new("immutable", Sort.Flag),
        },
        ["ConfigMap"] = new()
        {
            [1] = new("metadata", Sort.Message, Message: Metadata),
            [2] = new("data", Sort.TextMap),
            [3] = new("binaryData", Sort.BytesMap),
            [4] = new("immutable", Sort.Flag),
        },
        ["ServiceAccount"] = new()
        {
            [1] = new("metadata", Sort.Message, Message: Metadata),
            [3] = new("imagePullSecrets", Sort.Message, true, Reference),
            [4] = new("automountServiceAccountToken", Sort.Flag),
        },
        ["DeleteOptions"] = new()
        {
            [1] = new("gracePeriodSeconds", Sort.Number),
            [2] = new("preconditions", Sort.Message, Message: new() { [1] = new("uid", Sort.Text), [2] = new("resourceVersion", Sort.Text) }),
            [3] = new("orphanDependents", Sort.Flag),
            [4] = new("propagationPolicy", Sort.Text),
            [5] = new("dryRun", Sort.Text, true),
        },
    };

    private static readonly Dictionary<int, Field> Envelope = new()
    {
        [1] = new("typeMeta", Sort.Message, Message: new() { [1] = new("apiVersion", Sort.Text), [2] = new("kind", Sort.Text) }),
        [2] = new("raw", Sort.Bytes),
    };

    public static JsonObject Parse(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("k8s\0"u8))
        {
            throw StatusError.BadRequest("the protobuf body lacks its prefix");
        }

        var envelope = Read(body[4..], Envelope);
        var kind = envelope["typeMeta"]?["kind"]?.GetValue<string>() ?? "";
        if (!Kinds.TryGetValue(kind, out var fields))
        {
            throw new StatusError(415, "UnsupportedMediaType", $"the demo cluster reads protobuf only for {string.Join(", ", Kinds.Keys)}, not for {kind}; send JSON or YAML, for example with 'kubectl apply'");
        }

        var resource = Read(Convert.FromBase64String(envelope["raw"]?.GetValue<string>() ?? ""), fields);
        resource["apiVersion"] = envelope["typeMeta"]!["apiVersion"]?.DeepClone();
        resource["kind"] = kind;
        return resource;
    }

    private static JsonObject Read(ReadOnlySpan<byte> bytes, Dictionary<int, Field> fields)
    {
        var result = new JsonObject();
        while (bytes.Length > 0)
        {
            var tag = Varint(ref bytes);
            var (number, wire) = ((int)(tag >> 3), (int)(tag & 7));
            ulong value = 0;
            var content = ReadOnlySpan<byte>.Empty;
            switch (wire)
            {
                case 0:
                    value = Varint(ref bytes);
                    break;
                case 1:
                    bytes = bytes[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref bytes);
                    content = bytes[..length];
                    bytes = bytes[length..];
                    break;
                case 5:
                    bytes = bytes[4..];
                    break;
                default:
                    throw StatusError.BadRequest($"the protobuf body holds wire type {wire}");
            }

            if (fields.TryGetValue(number, out var field))
            {
                Store(result, field, value, content);
            }
        }

        return result;
    }

    private static void Store(JsonObject result, Field field, ulong value, ReadOnlySpan<byte> content)
    {
        if (field.Sort is Sort.TextMap or Sort.BytesMap)
        {
            var entry = Read(content, new() { [1] = new("key", Sort.Text), [2] = new("value", field.Sort == Sort.TextMap ? Sort.Text : Sort.Bytes) });
            if (result[field.Name] is not JsonObject map)
            {
                result[field.Name] = map = [];
            }

            map[entry["key"]?.GetValue<string>() ?? ""] = entry["value"]?.GetValue<string>() ?? "";
            return;
        }

        JsonNode? node = field.Sort switch
        {
            Sort.Text => Encoding.UTF8.GetString(content),
            Sort.Bytes => Convert.ToBase64String(content),
            Sort.Number => (long)value,
            Sort.Flag => value != 0,
            Sort.Message => Read(content, field.Message!),
            _ => null, // A time is the server's to set.
        };
        if (node is JsonValue text && text.TryGetValue<string>(out var plain) && plain.Length == 0)
        {
            return; // Go's encoder writes empty strings; they mean nothing.
        }

        if (!field.Repeated)
        {
            result[field.Name] = node;
            return;
        }

        if (result[field.Name] is not JsonArray list)
        {
            result[field.Name] = list = [];
        }

        list.Add(node);
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var one = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(one & 0x7f) << shift;
            if ((one & 0x80) == 0)
            {
                return value;
            }
        }

        throw StatusError.BadRequest("the protobuf body holds a number that is too long");
    }
}
