using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Prices;
using MeshLab.Web.Pages.Measurements;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Compare;

/// <summary>The rows of the comparison, and their namespaces and pods.</summary>
public sealed partial class CostTable
{
    private string? _warning;
    private int _clusters;

    /// <summary>The rows.</summary>
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<VariantCost> Rows { get; set; } = [];

    /// <summary>The prices.</summary>
    [Parameter]
    [EditorRequired]
    public PriceBook Prices { get; set; } = ShippedPrices.All[0];

    /// <summary>What is charged.</summary>
    [Parameter]
    public CostBasis Basis { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _clusters = Rows.Select(row => row.Cluster).Distinct().Count();
        var warnings = new List<string>();
        var calls = Rows.Select(row => row.CallsPerSecond).OfType<double>().ToList();
        if (calls.Count > 1 && calls.Max() > 1.2 * calls.Min())
        {
            warnings.Add($"The variants were under different load, {calls.Min():0} to {calls.Max():0} calls a second on average: what they used cannot be compared directly. Give each the same time after its load, choose a time that holds only the load, or measure them in an experiment.");
        }

        var pods = Rows.Where(row => row.AppPods > 0).Select(row => row.AppPods).ToList();
        if (pods.Count > 1 && pods.Max() > 1.1 * pods.Min())
        {
            warnings.Add($"They had from {pods.Min():0.#} to {pods.Max():0.#} application pods: compare the cost a pod.");
        }

        if (Rows.Any(row => row.CallsPerSecond is not null && row.CallsAreAsked))
        {
            warnings.Add("Of some, only the load that was asked for is known, not what was reached.");
        }

        if (Rows.Any(row => row.Observed < TimeSpan.FromMinutes(5)))
        {
            warnings.Add("Some variants were observed for less than five minutes.");
        }

        if (Rows.Any(row => row.Origin == Core.Measurements.Origin.Simulated))
        {
            warnings.Add("Simulated rows follow published figures and prove nothing about your cluster.");
        }

        _warning = warnings.Count > 0 ? string.Join(" ", warnings) : null;
    }

    private static IEnumerable<IGrouping<string, PodCost>> Namespaces(VariantCost row) => row.Periods[^1].Cost.Pods
        .Where(pod => pod.App != default || pod.Sidecar != default)
        .GroupBy(pod => pod.Namespace);

    private IEnumerable<string> Cells(IEnumerable<PodCost> pods)
    {
        var held = pods.Aggregate((App: default(UsedAndCharged), Sidecar: default(UsedAndCharged), Agents: default(UsedAndCharged)), (sum, pod) => (sum.App + pod.App, sum.Sidecar + pod.Sidecar, sum.Agents + pod.NodeAgents));
        var (app, sidecar, agents) = (held.App.On(Basis).Month(Prices), held.Sidecar.On(Basis).Month(Prices), held.Agents.On(Basis).Month(Prices));
        return [Money.Number(app), Money.Number(sidecar), Money.Number(agents), Money.Percent(app > 0 ? 100 * sidecar / app : null)];
    }

    private static string Link(PeriodCost period) =>
        $"/measurements?cluster={Uri.EscapeDataString(period.Period.Cluster)}&from={ChartRange.Text(period.Period.From)}&to={ChartRange.Text(period.Period.To)}";

    private static string Words(TimeSpan time) => time.TotalMinutes < 2 ? $"{time.TotalSeconds:0} s" : time.TotalHours < 2 ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0.#} h";
}
