using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Apply;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Api;

/// <summary>How a write was asked for.</summary>
internal sealed record WriteOptions(string Manager, bool DryRun, bool Force, bool Strict, string? Subresource);

/// <summary>Creates, updates, patches and applies objects, with defaults, admission, validation and managed fields.</summary>
internal sealed class ObjectWriter(DemoCluster cluster, IClusterBehaviour behaviour)
{
    public JsonObject Create(ResourceDefinition type, string @namespace, JsonObject resource, WriteOptions options)
    {
        var metadata = Metadata(type, @namespace, null, resource);
        if (metadata["name"] is null && metadata["generateName"]?.GetValue<string>() is { } prefix)
        {
            metadata["name"] = prefix + RandomSuffix();
        }

        var name = metadata["name"]?.GetValue<string>() ?? throw StatusError.Invalid(type.Kind, type.Group, "", [("metadata.name", "Required value: name or generateName is required", "FieldValueRequired")]);
        RequireNamespace(type, @namespace);
        return Write(Key(type, @namespace, name), options, before =>
        {
            if (before is not null)
            {
                throw StatusError.AlreadyExists(type.Plural, type.Group, name);
            }

            var created = Born(type, (JsonObject)resource.DeepClone());
            Complete(type, created, null, options);
            ServerSideApply.Track(null, created, options.Manager, "", type.Schema, type.IsCustom, cluster.Timestamp);
            return created;
        })!;
    }

    public JsonObject Update(ResourceDefinition type, string @namespace, string name, JsonObject resource, WriteOptions options)
    {
        Metadata(type, @namespace, name, resource);
        return Write(Key(type, @namespace, name), options, before =>
        {
            if (before is null)
            {
                throw StatusError.NotFound(type.Plural, type.Group, name);
            }

            var asked = resource["metadata"]!["resourceVersion"]?.GetValue<string>();
            if (asked is { Length: > 0 } && asked != before["metadata"]!["resourceVersion"]!.GetValue<string>())
            {
                throw StatusError.Conflict(type.Plural, type.Group, name);
            }

            return Finish(type, before, (JsonObject)resource.DeepClone(), options);
        })!;
    }

    public JsonObject Patch(ResourceDefinition type, string @namespace, string name, string mediaType, JsonNode patch, WriteOptions options) =>
        Write(Key(type, @namespace, name), options, before =>
        {
            if (before is null)
            {
                throw StatusError.NotFound(type.Plural, type.Group, name);
            }

            JsonNode? after;
            try
            {
                after = mediaType switch
                {
                    "application/json-patch+json" => Patches.Json(before, patch.AsArray()),
                    "application/strategic-merge-patch+json" when !type.IsCustom => Patches.Strategic(before, patch),
                    "application/merge-patch+json" => Patches.Merge(before, patch),
                    _ => throw new StatusError(415, "UnsupportedMediaType", $"the body of the request was in an unknown format: {mediaType}"),
                };
            }
            catch (InvalidOperationException error)
            {
                throw new StatusError(422, "Invalid", $"the server rejected our request due to an error in our request: {error.Message}");
            }

            var resource = after as JsonObject ?? throw StatusError.BadRequest("the patch leaves no object");
            Metadata(type, @namespace, name, resource);
            if (patch is JsonObject map && map["metadata"]?["resourceVersion"]?.GetValue<string>() is { } asked && asked != before["metadata"]!["resourceVersion"]!.GetValue<string>())
            {
                throw StatusError.Conflict(type.Plural, type.Group, name);
            }

            return Finish(type, before, resource, options);
        })!;

    public (JsonObject Resource, bool Created) Apply(ResourceDefinition type, string @namespace, string name, JsonObject applied, WriteOptions options)
    {
        Metadata(type, @namespace, name, applied);
        var created = false;
        if (cluster.Store.Get(Key(type, @namespace, name)) is null)
        {
            // What is there may be changed while its namespace goes, or no finalizer could be taken off.
            RequireNamespace(type, @namespace);
        }

        var result = Write(Key(type, @namespace, name), options, before =>
        {
            created = before is null;
            if (before is not null && type.Kind == "Secret" && applied["stringData"] is not null)
            {
                Defaults.Fill(type, applied, cluster);
            }

            if (type.Schema is not null)
            {
                Validation.Check(type with { }, Sparse(type, applied, before), options.Strict);
            }

            if (type.HasStatus && options.Subresource is null && type.Kind != "Node")
            {
                applied.Remove("status");
            }

            if (!type.IsCustom && BuiltInFields.Unknown(applied) is { } field)
            {
                throw StatusError.Untyped($"failed to create typed patch object ({(@namespace.Length > 0 ? @namespace + "/" : "")}{name}; {(type.Group.Length > 0 ? type.Group : "")}/{type.Version}, Kind={type.Kind}): {field}: field not declared in schema");
            }

            var (merged, conflicts) = ServerSideApply.Apply(before, applied, options.Manager, options.Force, options.Subresource ?? "", type.Schema, type.IsCustom, cluster.Timestamp);
            if (conflicts.Count > 0)
            {
                throw ConflictError(type, name, conflicts);
            }

            if (before is null)
            {
                merged = Born(type, merged);
            }

            Complete(type, merged, before, options);
            return before is null ? merged : Settle(type, before, merged, options);
        })!;
        return (result, created);
    }

    public void RequireNamespace(ResourceDefinition type, string @namespace)
    {
        if (!type.Namespaced)
        {
            return;
        }

        var space = cluster.Store.Get(new ObjectKey("", "namespaces", "", @namespace)) ?? throw StatusError.NotFound("namespaces", "", @namespace);
        if (space["metadata"]!["deletionTimestamp"] is not null)
        {
            throw new StatusError(403, "Forbidden", $"unable to create new content in namespace {@namespace} because it is being terminated");
        }
    }

    public static ObjectKey Key(ResourceDefinition type, string @namespace, string name) => new(type.Group, type.Plural, type.Namespaced ? @namespace : "", name);

    private static StatusError ConflictError(ResourceDefinition type, string name, IReadOnlyList<ApplyConflict> conflicts)
    {
        var lines = conflicts.GroupBy(one => (one.Manager, one.Operation)).Select(group =>
            $"conflict{(group.Count() == 1 ? "" : "s")} with \"{group.Key.Manager}\"{(group.Key.Operation == "Update" ? " using " + type.ApiVersion : "")}: {string.Join(", ", group.Select(one => one.Field))}");
        return new StatusError(409, "Conflict", $"Apply failed with {conflicts.Count} conflict{(conflicts.Count == 1 ? "" : "s")}: {string.Join("; ", lines)}", new JsonObject
        {
            ["name"] = name,
            ["kind"] = type.Plural,
            ["causes"] = new JsonArray([.. conflicts.Select(one => new JsonObject
            {
                ["reason"] = "FieldManagerConflict",
                ["message"] = $"conflict with \"{one.Manager}\"{(one.Operation == "Update" ? " using " + type.ApiVersion : "")}",
                ["field"] = one.Field,
            })]),
        });
    }

    /// <summary>What is applied, together with the fields others own, so that required fields of the live object count.</summary>
    private static JsonObject Sparse(ResourceDefinition type, JsonObject applied, JsonObject? before)
    {
        if (before is null)
        {
            return applied;
        }

        var whole = (JsonObject)Patches.Merge(before, applied)!;
        whole.Remove("status");
        _ = type;
        return whole;
    }

    private JsonObject? Write(ObjectKey key, WriteOptions options, Func<JsonObject?, JsonObject?> change)
    {
        if (!options.DryRun)
        {
            return cluster.Store.Change(key, change);
        }

        var before = cluster.Store.Get(key);
        var after = change(before);
        if (after?["metadata"] is JsonObject metadata)
        {
            metadata["resourceVersion"] ??= before?["metadata"]?["resourceVersion"]?.DeepClone();
        }

        return after;
    }

    private JsonObject Finish(ResourceDefinition type, JsonObject before, JsonObject after, WriteOptions options)
    {
        KeepIdentity(before, after);
        if (options.Subresource == "status")
        {
            var withStatus = (JsonObject)before.DeepClone();
            withStatus["status"] = after["status"]?.DeepClone();
            after = withStatus;
        }
        else if (type.HasStatus && options.Subresource is null)
        {
            after.Remove("status");
            if (before["status"] is { } status)
            {
                after["status"] = status.DeepClone();
            }
        }

        Complete(type, after, before, options);
        ServerSideApply.Track(before, after, options.Manager, options.Subresource ?? "", type.Schema, type.IsCustom, cluster.Timestamp);
        return Settle(type, before, after, options);
    }

    /// <summary>Counts the generation up when the specification changed, ends an object whose last finalizer went, and keeps no-ops no-ops.</summary>
    private static JsonObject Settle(ResourceDefinition type, JsonObject before, JsonObject after, WriteOptions options)
    {
        KeepIdentity(before, after);
        if (options.Subresource == "status" && type.HasStatus)
        {
            return after;
        }

        if (ServerSideApply.SameApartFromManagers(before, after)
            && SameOwnership(before, after))
        {
            return before;
        }

        if (!SameContent(before, after))
        {
            var metadata = (JsonObject)after["metadata"]!;
            metadata["generation"] = (metadata["generation"]?.GetValue<long>() ?? 1) + 1;
        }

        return after;
    }

    private static bool SameOwnership(JsonObject before, JsonObject after)
    {
        static string Shape(JsonObject resource) => string.Join('|', (resource["metadata"]!["managedFields"] as JsonArray ?? []).Select(one => $"{one!["manager"]} {one["operation"]} {one["subresource"]} {one["fieldsV1"]?.ToJsonString()}"));
        return Shape(before) == Shape(after);
    }

    private static bool SameContent(JsonObject before, JsonObject after)
    {
        static JsonObject Content(JsonObject resource)
        {
            var copy = (JsonObject)resource.DeepClone();
            copy.Remove("metadata");
            copy.Remove("status");
            return copy;
        }

        return JsonNode.DeepEquals(Content(before), Content(after));
    }

    private static void KeepIdentity(JsonObject before, JsonObject after)
    {
        var old = (JsonObject)before["metadata"]!;
        var metadata = (JsonObject)after["metadata"]!;
        foreach (var field in new[] { "uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion" })
        {
            metadata.Remove(field);
            if (old[field] is { } value)
            {
                metadata[field] = value.DeepClone();
            }
        }

        if (metadata["managedFields"] is null && old["managedFields"] is { } managers)
        {
            metadata["managedFields"] = managers.DeepClone();
        }
    }

    private JsonObject Born(ResourceDefinition type, JsonObject resource)
    {
        var metadata = (JsonObject)resource["metadata"]!;
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = cluster.Timestamp;
        metadata.Remove("resourceVersion");
        if (type.HasStatus || type.IsCustom)
        {
            metadata["generation"] = 1;
        }

        if (type.HasStatus && type.Kind != "Node")
        {
            resource.Remove("status");
        }

        return resource;
    }

    private void Complete(ResourceDefinition type, JsonObject resource, JsonObject? before, WriteOptions options)
    {
        resource["apiVersion"] = type.ApiVersion;
        resource["kind"] = type.Kind;
        if (options.Subresource == "status")
        {
            return;
        }

        if (type.Schema is { } schema)
        {
            Defaults.FromSchema(schema, resource);
        }

        Defaults.Fill(type, resource, cluster);
        if (!options.DryRun)
        {
            behaviour.Admit(cluster, type, resource, before);
        }

        // The status is not what was sent but what controllers wrote.
        if (options.Strict && !type.IsCustom && BuiltInFields.Unknown(WithoutStatus(resource)) is { } field)
        {
            throw StatusError.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: strict decoding error: unknown field \"{field[1..]}\"");
        }

        Validation.Check(type, resource, options.Strict);
    }

    private static JsonObject WithoutStatus(JsonObject resource)
    {
        var copy = (JsonObject)resource.DeepClone();
        copy.Remove("status");
        return copy;
    }

    private static JsonObject Metadata(ResourceDefinition type, string @namespace, string? name, JsonObject resource)
    {
        if (resource["kind"]?.GetValue<string>() is { } kind && kind != type.Kind)
        {
            throw StatusError.BadRequest($"{kind} in the body does not match the {type.Kind} of the path");
        }

        if (resource["metadata"] is not JsonObject metadata)
        {
            resource["metadata"] = metadata = [];
        }

        if (type.Namespaced)
        {
            if (metadata["namespace"]?.GetValue<string>() is { Length: > 0 } inBody && inBody != @namespace)
            {
                throw StatusError.BadRequest($"the namespace of the provided object does not match the namespace sent on the request ({inBody} and {@namespace})");
            }

            metadata["namespace"] = @namespace;
        }
        else
        {
            metadata.Remove("namespace");
        }

        if (name is not null)
        {
            if (metadata["name"]?.GetValue<string>() is { } inBody && inBody != name)
            {
                throw StatusError.BadRequest($"the name of the object ({inBody}) does not match the name on the URL ({name})");
            }

            metadata["name"] = name;
        }

        return metadata;
    }

    private static string RandomSuffix() => string.Create(5, 0, (span, _) =>
    {
        for (var index = 0; index < span.Length; index++)
        {
            span[index] = "bcdfghjklmnpqrstvwxz2456789"[Random.Shared.Next(27)];
        }
    });
}
