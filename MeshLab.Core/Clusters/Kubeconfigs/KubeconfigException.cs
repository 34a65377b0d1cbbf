namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>Something in a kubeconfig cannot be used; the message says what, where and what to do.</summary>
internal sealed class KubeconfigException(string message, Exception? inner = null) : Exception(message, inner);
