using System.Globalization;

namespace MeshLab.Core.Costs.Prices;

/// <summary>
/// The price books that ship with MeshLab: list prices of one general-purpose on-demand instance a provider, to begin with. Every figure has
/// a source and the date for which the source gives it; what has none is left out. They are examples and go out of date.
/// </summary>
public static class ShippedPrices
{
    private const double GiBInGB = CostUnits.GiB / CostUnits.GB;
    private const string OpenCost = "https://github.com/opencost/opencost/blob/";

    private static readonly DateOnly _aws = new(2026, 2, 9);
    private static readonly DateOnly _azure = new(2026, 6, 18);
    private static readonly DateOnly _gcp = new(2026, 8, 3);
    private static readonly DateOnly _networkPages = new(2026, 9, 20);
    private static readonly DateOnly _read = new(2026, 11, 25);

    /// <summary>The identifier of the book that is taken when none is chosen.</summary>
    public const string Default = "aws-on-demand";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PriceBook> All { get; } = [Aws(), Azure(), Gcp(), AtHome()];

    /// <summary>A home-lab of the given make as a price book.</summary>
    public static PriceBook Of(string id, string name, PriceBookKind kind, HomeLab lab, IReadOnlyList<PriceSource> sources)
    {
        ArgumentNullException.ThrowIfNull(lab);
        var (cpu, memory) = lab.Prices;
        return new(id, name, kind, "Home-lab", "", lab.Currency, cpu, memory, 0, 0, null, 0, Words(lab), sources) { HomeLab = lab };
    }

    private static PriceBook Aws()
    {
        var (cpu, memory) = InstanceSplit.ByOpenCostRatio(0.096, 2, 8);
        return new(
            Default, "AWS on demand", PriceBookKind.Shipped, "AWS", "us-east-1", "USD", cpu, memory, 0.02, 0.02, 0.09, 0.0225,
            "m5.large (2 vCPU, 8 GiB, Linux) divided by OpenCost's ratio of a vCPU-hour to a GiB-hour, 0.031611 : 0.004237.",
            [
                new("m5.large 0.096 USD an hour", "Price list of AWS as generated into Karpenter's AWS provider", "https://github.com/aws/karpenter-provider-aws/blob/265ee0ba5b8e337dec6b82dde965b03021ccb418/pkg/providers/pricing/zz_generated.pricing_aws.go", _aws),
                new("vCPU : GiB = 0.031611 : 0.004237", "OpenCost, configs/aws.json, as read that day", OpenCost + "0f2dede31e25c75a364d18de4e1f8c86d7d381de/configs/aws.json", _read),
                new("between zones 0.01 USD a GB in each direction, between regions from 0.02, to the internet 0.09", "How AWS data transfer is priced, FinOps Forge, as read that day", "https://finopsforge.com/reduce-aws-data-transfer-costs", _read),
                new("application load balancer 0.0225 USD an hour", "Elastic Load Balancing pricing, as read that day", "https://aws.amazon.com/elasticloadbalancing/pricing/", _networkPages),
            ]);
    }

    private static PriceBook Azure()
    {
        var (cpu, memory) = InstanceSplit.ByOpenCostRatio(0.096, 2, 8);
        return new(
            "azure-pay-as-you-go", "Azure pay as you go", PriceBookKind.Shipped, "Azure", "eastus", "USD", cpu, memory, 0, null, 0.087, null,
            "Standard_D2s_v5 (2 vCPU, 8 GiB, Linux) divided by OpenCost's ratio of a vCPU-hour to a GiB-hour, 0.031611 : 0.004237.",
            [
                new("Standard_D2s_v5 0.096 USD an hour", "Price list of Azure as generated into Karpenter's Azure provider", "https://github.com/Azure/karpenter-provider-azure/blob/352646f599290c3a6d2f9710fb535a7b288f88ed/pkg/providers/pricing/zz_generated.pricing.go", _azure),
                new("vCPU : GiB = 0.031611 : 0.004237", "OpenCost, configs/azure.json, as read that day", OpenCost + "32366ec72f8c9171ea8bab3aa5a39156f6a992bf/configs/azure.json", _read),
                new("between zones of a virtual network free", "Understanding Azure bandwidth, A. Mazouz", "https://adammazouz.com/post/2023/8/understanding-azure-bandwidth-part-1/", new(2023, 8, 16)),
                new("to the internet 0.087 USD a GB for the first 10 TB", "Cloud egress costs, Cloud Tool Stack", "https://cloudtoolstack.com/blog/cloud-egress-cost-optimization", new(2026, 1, 1)),
            ]);
    }

    private static PriceBook Gcp()
    {
        var (cpu, memory) = InstanceSplit.ByTwoShapes(2, (0.04947024, 2), (0.06701142, 8));
        return new(
            "gcp-on-demand", "Google Cloud on demand", PriceBookKind.Shipped, "Google Cloud", "us-central1", "USD", cpu, memory, 0.01 / GiBInGB, null, 0.12 / GiBInGB, null,
            "Solved from e2-highcpu-2 (2 vCPU, 2 GiB) and e2-standard-2 (2 vCPU, 8 GiB), which differ in memory only: Google bills the two apart. Traffic is listed by the GiB and converted.",
            [
                new("e2-highcpu-2 0.04947024, e2-standard-2 0.06701142 USD an hour", "Price list of Google Cloud as generated into Karpenter's GCP provider", "https://github.com/cloudpilot-ai/karpenter-provider-gcp/blob/417f047b117521aba6d3ab120dac538a92161bf4/pkg/providers/pricing/initial-prices.json", _gcp),
                new("between zones 0.01 USD a GiB, to the internet 0.12 USD a GiB (premium tier)", "VPC network pricing, as read that day", "https://cloud.google.com/vpc/network-pricing", _networkPages),
            ]);
    }

    private static PriceBook AtHome() => Of(
        "home-lab-example", "Home-lab (example)", PriceBookKind.Shipped,
        new HomeLab(1_200, 5, 24, 96, 45, 180, 0.2, 0.30, "EUR"),
        [new("invented", "An example to copy: three small machines. Put in your own figures.", "/documents/costs", _read)]);

    private static string Words(HomeLab lab) => string.Create(
        CultureInfo.InvariantCulture,
        $"Hardware {lab.HardwarePrice:0.##} over {lab.LifetimeYears:0.#} years and {lab.MeanWatts:0.#} W on average at {lab.ElectricityKWh:0.###} a kWh, over {lab.VCpus:0.#} threads and {lab.MemoryGiB:0.#} GiB by OpenCost's ratio.");
}
