namespace MeshLab.Core.Clusters.Connections;

/// <summary>The time for a request was over before the credential plugin had answered.</summary>
internal sealed class CredentialsPendingException(string plugin, Exception inner)
    : Exception($"the credential plugin {plugin} has not answered yet. It goes on in the background; try again in a moment, or log in at a terminal when it waits for that.", inner);
