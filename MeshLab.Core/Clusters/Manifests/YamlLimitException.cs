using YamlDotNet.Core;

namespace MeshLab.Core.Clusters.Manifests;

/// <summary>A YAML text is well-formed and still refused, because reading on would not end well.</summary>
internal sealed class YamlLimitException(Mark place, string message) : YamlException(place, place, message);
