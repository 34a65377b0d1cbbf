using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>Deletes objects.</summary>
internal sealed class ObjectDeleter(ApiConnection connection, ResourceDiscovery discovery, ObjectReader reader)
{
    /// <summary>False when there was no such object; with a <paramref name="uid"/>, also when another object has taken its name.</summary>
    public async Task<bool> DeleteAsync(ObjectRef reference, DeletionPropagation propagation, string? uid, CancellationToken cancellationToken)
    {
        if (await discovery.FindAsync(reference.ApiVersion, reference.Kind, cancellationToken) is not { } type)
        {
            return false;
        }

        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = propagation.ToString() };
        if (uid is not null)
        {
            options["preconditions"] = new JsonObject { ["uid"] = uid };
        }

        var request = new ApiRequest(HttpMethod.Delete, ObjectPath.Of(type, reference.Namespace ?? connection.DefaultNamespace, reference.Name), $"delete {reference}")
        {
            Body = options,
            Expected = HttpStatusCode.NotFound,
        };
        try
        {
            return await connection.SendAsync(request, static (_, _) => Task.FromResult(true), cancellationToken);
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.Conflict && uid is not null)
        {
            var live = await reader.GetAsync(type, reference, cancellationToken);
            if (live?["metadata"]?["uid"]?.ToString() == uid)
            {
                throw;
            }

            return false;
        }
    }
}
