using System.Globalization;
using System.Text;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Decision;

/// <summary>
/// A draft of the decision "mesh selection with cost as a factor" (MADR), filled with a comparison. Every figure is linked to the run and the chart it comes
/// from. It proposes by a stated rule and decides nothing: its status is <c>proposed</c>.
/// </summary>
public static class DecisionDraft
{
    /// <summary>The Markdown.</summary>
    /// <param name="rows">The comparison.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="basis">What is charged.</param>
    /// <param name="baseAddress">Where MeshLab is, without a slash at its end, so that links work from elsewhere; empty for links within it.</param>
    /// <param name="on">The day of the draft.</param>
    public static string Write(IReadOnlyList<VariantCost> rows, PriceBook prices, CostBasis basis, string baseAddress, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(prices);
        var text = new StringBuilder();
        var simulated = rows.Any(row => row.Origin == Origin.Simulated);
        text.Append(CultureInfo.InvariantCulture, $"""
            ---
            status: proposed
            date: {on:yyyy-MM-dd}
            ---
            # Let measured cost decide between meshes that meet the same requirements

            """);
        if (simulated)
        {
            text.Append("\n> **Simulated.** Rows marked so come from the demo cluster and prove nothing about yours. Measure on your own cluster before this is accepted.\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"""

            ## Context and problem statement

            Several meshes meet our requirements. Does what they cost change the choice?

            ## Decision drivers

            * cost a month of everything that is there because of the mesh: sidecars, node agents, gateways, control plane
            * {(basis == CostBasis.Usage ? "usage alone is charged" : "max(request, usage) is charged: what is requested cannot be sold twice")}
            * prices: {Text(prices.Name)} ({Text($"{prices.Provider} {prices.Region}")}), {Price(prices.CpuHour)} {prices.Currency} a vCPU-hour and {Price(prices.MemoryGiBHour)} a GiB-hour; {Text(prices.Derivation)}
            * a month is 730 hours

            ## Considered options

            {(rows.Count == 0 ? "None was measured yet." : string.Join("\n", rows.Select(row => row.Name).Distinct().Select(name => $"* {Text(name)}")))}

            ## Figures

            """);
        Table(text, rows, prices, basis, baseAddress);
        Outcome(text, rows, prices, basis);
        text.Append(CultureInfo.InvariantCulture, $"""

            ### Consequences

            * Good: the figures can be measured again when versions, load or prices change.
            * Bad: cost says nothing of features, of latency, or of what people have to learn.
            * {NotKnown(rows, prices)}

            ## Sources

            {string.Join("\n", prices.Sources.Select(source => $"* {Text(source.Figure)}: [{Text(source.Title)}](<{Address(source.Url)}>), {source.Date:yyyy-MM-dd}"))}

            """);
        return text.ToString();
    }

    private static void Table(StringBuilder text, IReadOnlyList<VariantCost> rows, PriceBook prices, CostBasis basis, string baseAddress)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n| variant | cluster | mesh, {prices.Currency} a month | of the application | a pod | sidecars | node agents | gateways | control plane | one sidecar | calls/s | origin | from |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var row in rows)
        {
            var mesh = row.Mesh(prices, basis);
            text.Append(CultureInfo.InvariantCulture, $"| {Text(row.Name)} | {Text(row.Cluster)} | {mesh.Mean:0.00}{(mesh is { Low: { } low, High: { } high } ? $" ({low:0.00} to {high:0.00}, 95 %, n = {mesh.Repetitions})" : "")} ");
            text.Append(CultureInfo.InvariantCulture, $"| {(row.MeshPercent(prices, basis) is { } percent ? $"{percent:0} %" : "–")} | {(row.MeshPerPod(prices, basis) is { } pod ? $"{pod:0.00}" : "–")} ");
            foreach (var share in new[] { CostShare.Sidecars, CostShare.NodeAgents, CostShare.Gateways, CostShare.ControlPlane })
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row.Of(share).On(basis).Month(prices):0.00} ");
            }

            var proxy = row is { ProxyCpuMean: { } cpu, ProxyMemoryMean: { } memory } ? string.Create(CultureInfo.InvariantCulture, $"{cpu.Mean * 1000:0.0} mCPU, {memory.Mean / (1 << 20):0} MiB") : "–";
            var runs = row.Cell is { } cell
                ? string.Create(CultureInfo.InvariantCulture, $"[experiment {cell.ExperimentId}]({baseAddress}/experiments/{cell.ExperimentId}) at {cell.Load.Qps:0.###} requests/s, [figures]({baseAddress}/compare?experiment={cell.ExperimentId}&level={cell.Load.Level})")
                : string.Join(", ", row.Periods.Select(period => $"[run {period.Period.RunId}]({baseAddress}/runs/{period.Period.RunId}), [measurements]({baseAddress}{Link(period.Period)})"));
            text.Append(CultureInfo.InvariantCulture, $"| {proxy} | {(row.CallsPerSecond is { } calls ? $"{calls:0.#}{(row.CallsAreAsked ? " (asked for)" : "")}" : "not known")} | {row.Origin.ToString().ToLowerInvariant()} | {runs} |\n");
        }
    }

    private static void Outcome(StringBuilder text, IReadOnlyList<VariantCost> rows, PriceBook prices, CostBasis basis)
    {
        text.Append("\n## Decision outcome\n\nThe rule: among the variants that meet every must, the one whose mesh costs least a month; if two differ by less than their 95 % confidence intervals, the one with fewer concepts to operate.\n\n");
        var compared = rows.Where(row => row.Origin == Origin.Measured && row.Variant != "baseline").ToList();
        if (compared.Count < 2)
        {
            text.Append("Open: fewer than two variants were measured on a real cluster.\n");
            return;
        }

        var (first, second) = (compared.OrderBy(row => row.Mesh(prices, basis).Mean).First(), compared.OrderBy(row => row.Mesh(prices, basis).Mean).Skip(1).First());
        var (least, next) = (first.Mesh(prices, basis), second.Mesh(prices, basis));
        text.Append((least.High, next.Low) switch
        {
            (null, _) or (_, null) => $"Open: {Text(first.Name)} cost least, but without repetitions nobody knows how much of the difference is chance. Measure each variant at least three times.\n",
            var (most, fewest) when most >= fewest => $"Open: the intervals of {Text(first.Name)} and {Text(second.Name)} overlap.\n",
            _ => $"Proposed: **{Text(first.Name)}** on {Text(first.Cluster)}.\n",
        });
    }

    private static string NotKnown(IReadOnlyList<VariantCost> rows, PriceBook prices)
    {
        var parts = rows.SelectMany(row => row.Network(prices)).ToList();
        var unknown = parts.Where(part => part.Month is null).Select(part => part.Share switch
        {
            CostShare.LoadBalancers => "load balancers of gateways",
            CostShare.CrossZone => "traffic between zones",
            _ => "traffic between clusters",
        }).Distinct().ToList();
        return (unknown.Count == 0 ? "Load balancers and traffic are in the figures of everything." : $"Not known, at least for a variant, and in no figure above: {string.Join(", ", unknown)}.")
            + (parts.Exists(part => part.Estimated) ? " Traffic is in part our own estimate." : "");
    }

    /// <summary>A name as text of one line: what Markdown, tables and HTML would read as their own is escaped.</summary>
    private static string Text(string? name)
    {
        var text = new StringBuilder();
        foreach (var letter in name ?? "")
        {
            text.Append(letter switch
            {
                '<' => "&lt;",
                '&' => "&amp;",
                '|' or '[' or ']' or '`' or '*' or '_' or '\\' or '!' => $"\\{letter}",
                _ when char.IsControl(letter) => " ",
                _ => letter.ToString(),
            });
        }

        return text.ToString();
    }

    /// <summary>An address that cannot end its link.</summary>
    private static string Address(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") ? uri.AbsoluteUri : "";

    private static string Link(MeasuredPeriod period) => string.Create(CultureInfo.InvariantCulture, $"/measurements?cluster={Uri.EscapeDataString(period.Cluster)}&from={period.From.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&to={period.To.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");

    private static string Price(double price) => price.ToString("0.######", CultureInfo.InvariantCulture);
}
