using MeshLab.Core.Measurements;

namespace MeshLab.Web.Pages.Overview;

/// <summary>Figures with units, as Kubernetes writes them.</summary>
internal static class UsageText
{
    private const double Mebi = 1024 * 1024;

    /// <summary>The class's name for people.</summary>
    public static string Of(WorkloadClass workloadClass) => workloadClass switch
    {
        WorkloadClass.App => "Application",
        WorkloadClass.Proxy => "Sidecar proxies",
        WorkloadClass.NodeAgent => "Node agents",
        WorkloadClass.Gateway => "Gateways",
        WorkloadClass.ControlPlane => "Control plane",
        _ => "Other",
    };

    /// <summary>Millicores below one core, cores above.</summary>
    public static string Cores(double cores) => cores < 1 ? $"{cores * 1000:0.#} mCPU" : $"{cores:0.00} cores";

    /// <summary>Mebibytes below one gibibyte, gibibytes above.</summary>
    public static string Bytes(double bytes) => bytes < 1024 * Mebi ? $"{bytes / Mebi:0.#} MiB" : $"{bytes / (1024 * Mebi):0.00} GiB";
}
