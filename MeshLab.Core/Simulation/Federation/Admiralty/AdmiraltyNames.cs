using System.Security.Cryptography;
using System.Text;

namespace MeshLab.Core.Simulation.Federation.Admiralty;

/// <summary>Admiralty's group, labels and annotations, and how it names what it makes, as of 0.17.</summary>
internal static class AdmiraltyNames
{
    public const string Group = "multicluster.admiralty.io";
    public const string Prefix = Group + "/";

    public const string Elect = Prefix + "elect";
    public const string UseConstraints = Prefix + "use-constraints-from-spec-for-proxy-pod-scheduling";
    public const string Manifest = Prefix + "sourcepod-manifest";
    public const string IsReserved = Prefix + "is-reserved";
    public const string IsAllowed = Prefix + "is-allowed";
    public const string HasFinalizer = Prefix + "has-finalizer";
    public const string ParentUid = Prefix + "parent-uid";
    public const string ParentName = Prefix + "parent-name";
    public const string ParentNamespace = Prefix + "parent-namespace";
    public const string TargetNamespace = Prefix + "target-namespace";
    public const string TargetName = Prefix + "target-name";
    public const string ClusterTargetName = Prefix + "cluster-target-name";

    public const string NamespaceLabel = "multicluster-scheduler";
    public const string ProxyScheduler = "admiralty-proxy";
    public const string CandidateScheduler = "admiralty-candidate";
    public const string ControllerManager = "-controller-manager";

    /// <summary>The virtual node of a target: <c>admiralty-west</c> for a ClusterTarget, <c>admiralty-shop-east</c> for a Target.</summary>
    public static string Node(string @namespace, string target) => Join("admiralty", @namespace, target);

    /// <summary>The finalizer of a target on proxy pods.</summary>
    public static string Finalizer(string @namespace, string target) => Prefix + Join("", @namespace, target);

    /// <summary>Parts joined by dashes; where that could mean several things, because a part has a dash of its own, a hash of the parts follows.</summary>
    private static string Join(string constant, string @namespace, string target)
    {
        var parts = new[] { constant, @namespace, target }.Where(one => one.Length > 0).ToArray();
        var joined = string.Join('-', parts);
        if (!@namespace.Contains('-', StringComparison.Ordinal) && !target.Contains('-', StringComparison.Ordinal))
        {
            return joined;
        }

        string[] key = constant.Length > 0 ? [constant, @namespace, target] : [@namespace, target];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('/', key))))[..10];
        return $"{joined[..Math.Min(joined.Length, 63 - 11)].TrimEnd('-')}-{hash}";
    }
}
