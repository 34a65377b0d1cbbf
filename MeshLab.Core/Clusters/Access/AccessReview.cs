using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Access;

/// <summary>Asks the API server, by <c>SelfSubjectAccessReview</c>, whether the user has a permission.</summary>
internal static class AccessReview
{
    private const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    /// <summary>Whether the user may.</summary>
    /// <exception cref="ClusterException">The server did not answer the question.</exception>
    public static async Task<bool> MayAsync(ClusterClient client, AccessNeed need, CancellationToken cancellationToken)
    {
        // A POST, but nothing is kept: asking twice does no harm.
        var request = new ApiRequest(HttpMethod.Post, Path, $"ask whether the user may {need.Verb} {need.On}") { Body = need.ToReview() };
        var answer = await client.JsonAsync(request, cancellationToken);
        return answer?["status"]?["allowed"]?.GetValue<bool>() == true;
    }
}
