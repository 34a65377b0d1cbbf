namespace MeshLab.Core.Runs.Tools;

/// <summary>How the tools of the lab tell their version, and where to get them.</summary>
internal static class KnownTools
{
    private static readonly Dictionary<string, (string[] VersionArguments, string Install)> Tools = new(StringComparer.Ordinal)
    {
        ["helm"] = (["version", "--short"], "https://helm.sh/docs/intro/install/"),
        ["kubectl"] = (["version", "--client"], "https://kubernetes.io/docs/tasks/tools/"),
        ["kind"] = (["version"], "https://kind.sigs.k8s.io/docs/user/quick-start/#installation"),
        ["istioctl"] = (["version", "--remote=false"], "https://istio.io/latest/docs/setup/getting-started/#download"),
        ["linkerd"] = (["version", "--client", "--short"], "https://linkerd.io/2/getting-started/#step-1-install-the-cli"),
        ["cilium"] = (["version", "--client"], "https://docs.cilium.io/en/stable/gettingstarted/k8s-install-default/#install-the-cilium-cli"),
        ["hubble"] = (["version"], "https://docs.cilium.io/en/stable/observability/hubble/setup/#install-the-hubble-client"),
        ["subctl"] = (["version"], "https://submariner.io/operations/deployment/subctl/"),
        ["liqoctl"] = (["version", "--client"], "https://docs.liqo.io/en/stable/installation/liqoctl.html"),
        ["argocd"] = (["version", "--client", "--short"], "https://argo-cd.readthedocs.io/en/stable/cli_installation/"),
        ["fleet"] = (["--version"], "https://fleet.rancher.io/installation"),
        ["fortio"] = (["version", "-s"], "https://github.com/fortio/fortio#installation"),
        ["docker"] = (["version", "--format", "{{.Client.Version}}"], "https://docs.docker.com/engine/install/"),
    };

    public static IReadOnlyList<string> VersionArguments(string tool) => Tools.TryGetValue(tool, out var known) ? known.VersionArguments : ["--version"];

    /// <summary><c>Install it: https://…, or put the executable in the folder tools of the data directory.</c></summary>
    public static string HowToInstall(string tool, string toolsFolder) =>
        Tools.TryGetValue(tool, out var known)
            ? $"Install it ({known.Install}) so that it is on the PATH of MeshLab, or put the executable into {toolsFolder}."
            : $"Install it so that it is on the PATH of MeshLab, or put the executable into {toolsFolder}.";
}
