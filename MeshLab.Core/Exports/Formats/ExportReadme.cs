using System.Text;
using MeshLab.Core.Exports.Plan;

namespace MeshLab.Core.Exports.Formats;

/// <summary>The README of an export: how to use it, what it does not do, and how to check that it worked.</summary>
internal static class ExportReadme
{
    public static ExportFile Of(ExportPlan plan, ExportFormat format, GitSource git)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(plan.Scenario.Title).Append(" as ").Append(Name(format)).Append("\n\n");
        text.Append("Exported by MeshLab from the scenario `").Append(plan.Scenario.Name).Append("`.");
        if (plan.Scenario.Summary.Length > 0)
        {
            text.Append(' ').Append(plan.Scenario.Summary);
        }

        text.Append("\n\n");
        Parameters(text, plan);
        Units(text, plan);
        text.Append("## How to use it\n\n");
        Use(text, plan, format, git);
        ByHand(text, plan, format);
        Checks(text, plan);
        return new ExportFile("README.md", text.ToString());
    }

    private static string Name(ExportFormat format) => format switch
    {
        ExportFormat.Kustomize => "Kustomize folders",
        ExportFormat.ArgoCd => "Argo CD Applications",
        _ => "Fleet bundles",
    };

    private static void Parameters(StringBuilder text, ExportPlan plan)
    {
        if (plan.Parameters.Count == 0)
        {
            return;
        }

        text.Append("It was made with these parameters; to change one, export it again.\n\n| parameter | value |\n| --- | --- |\n");
        foreach (var (name, value) in plan.Parameters.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            text.Append("| `").Append(name).Append("` | `").Append(value.Replace("|", "\\|", StringComparison.Ordinal)).Append("` |\n");
        }

        text.Append('\n');
    }

    private static void Units(StringBuilder text, ExportPlan plan)
    {
        text.Append("What is deployed, in this order:\n\n| cluster | folder | what |\n| --- | --- | --- |\n");
        foreach (var unit in plan.Units)
        {
            var what = unit switch
            {
                ChartUnit chart => $"chart {chart.Chart} {chart.Version} as release {chart.Namespace}/{chart.Release}",
                ObjectsUnit objects => string.Join("; ", objects.Steps.Select(step => step.Title)),
                _ => "",
            };
            text.Append("| ").Append(unit.Role).Append(" | `").Append(unit.Folder).Append("` | ").Append(what.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }

        text.Append("\nWhat the scenario applies several times, to show a change and take it back, is here once, as it is at the end.\n\n");
    }

    private static void Use(StringBuilder text, ExportPlan plan, ExportFormat format, GitSource git)
    {
        switch (format)
        {
            case ExportFormat.Kustomize:
                text.Append("Folder by folder, with your kubectl context on the cluster of the role. Later folders need definitions that earlier ones install, so the first time the order matters; the loop may be run again at any time. Charts need `kustomize` and `helm`.\n\n");
                foreach (var role in plan.Roles)
                {
                    text.Append("    ").Append(KustomizeFormat.Apply(role)).Append('\n');
                }

                text.Append("\nOnce the definitions are there, `kustomize build --enable-helm <role>` gives everything in one go. Folders without charts work with `kubectl apply --server-side -k` alone.\n\n");
                break;
            case ExportFormat.ArgoCd:
                text.Append("1. Push this folder to a repository that Argo CD can read. The files say `").Append(git.Repository).Append("`, revision `").Append(git.Revision).Append("`; if it is another, export with `gitRepo`, `gitRevision` and `gitPath`, or replace it.\n");
                text.Append("2. One cluster a role: apply `argocd/<role>/application.yaml`. It deploys the Applications in `applications/`; a sync wave waits for the one before only where Argo CD knows when an Application is healthy (`resource.customizations.health.argoproj.io_Application` in `argocd-cm`).");
                text.Append(plan.Scenario.Clusters.Count == 1 ? " They go to Argo CD's own cluster, `in-cluster`.\n" : " They go to clusters registered under the names of the roles.\n");
                text.Append("3. Many clusters: label their cluster Secrets `").Append(ArgoCdFormat.RoleLabel).Append(": <role>` and apply `argocd/<role>/applicationset.yaml` instead. Its rolling sync keeps the order; it needs `applicationsetcontroller.enable.progressive.syncs: \"true\"` in `argocd-cmd-params-cm`.\n\n");
                break;
            default:
                text.Append("1. Push this folder to a repository that Fleet can read. The files say `").Append(git.Repository).Append("`, branch `").Append(git.Revision).Append("`; if it is another, export with `gitRepo`, `gitRevision` and `gitPath`, or replace it.\n");
                text.Append("2. Label the clusters in the namespace `fleet-default` of Fleet's manager `").Append(ArgoCdFormat.RoleLabel).Append(": <role>`.\n");
                text.Append("3. Apply the `gitrepo-<role>.yaml` there. Each folder becomes a bundle that waits for the one before (`dependsOn`).\n\n");
                break;
        }
    }

    private static void ByHand(StringBuilder text, ExportPlan plan, ExportFormat format)
    {
        var remote = format == ExportFormat.Fleet ? FleetFormat.Remote(plan).ToList() : [];
        if (plan.ByHand.Count == 0 && remote.Count == 0)
        {
            return;
        }

        text.Append("## What you do by hand\n\nNo GitOps engine does these. Secrets are in no export.\n\n");
        foreach (var (role, address) in remote)
        {
            text.Append("* **Published manifests** (cluster ").Append(role).Append("): Fleet's agents fetch no addresses; apply them first.\n\n      kubectl apply --server-side -f ").Append(address).Append("\n\n");
        }

        foreach (var step in plan.ByHand)
        {
            text.Append("* **").Append(step.Title).Append("** (step `").Append(step.Step).Append("`, cluster ").Append(step.Role).Append("): ").Append(step.What).Append('\n');
            if (step.Commands.Count > 0)
            {
                text.Append("\n      ").AppendJoin("\n      ", step.Commands).Append("\n\n");
            }
        }

        text.Append('\n');
    }

    private static void Checks(StringBuilder text, ExportPlan plan)
    {
        if (plan.Checks.Count == 0)
        {
            return;
        }

        text.Append("## What the scenario checks\n\nMeshLab holds the answers against what they should be; here are the questions. A check of something that the scenario shows in passing may not hold at the end.\n\n");
        foreach (var check in plan.Checks)
        {
            text.Append("* ").Append(check.Title).Append(" (cluster ").Append(check.Role).Append(")\n\n      ").Append(check.Command.ReplaceLineEndings(" ")).Append("\n\n");
        }
    }
}
