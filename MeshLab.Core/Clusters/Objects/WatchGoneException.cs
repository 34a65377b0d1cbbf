namespace MeshLab.Core.Clusters.Objects;

/// <summary>The server no longer knows the changes since the version the watch was to start from: list again.</summary>
internal sealed class WatchGoneException : Exception;
