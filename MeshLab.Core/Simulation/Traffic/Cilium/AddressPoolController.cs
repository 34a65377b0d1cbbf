using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Traffic.Cilium;

/// <summary>What Cilium's operator does with address pools: a Service of type LoadBalancer gets an address of a pool that selects it, and a condition that says so.</summary>
internal sealed class AddressPoolController(ControllerContext context) : IController
{
    private const string Satisfied = "cilium.io/IPAMRequestSatisfied";
    private const int MostAddresses = 4096;

    public string Name => "cilium-operator";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: "", Plural: "services" } when !deleted => [key],
        { Group: "cilium.io", Plural: "ciliumloadbalancerippools" } => context.Store.List("", "services").Select(one => new ObjectKey("", "services", one.Namespace(), one.Name())),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var pools = context.Store.List("cilium.io", "ciliumloadbalancerippools");
        if (pools.Count == 0 || context.Store.Peek(key) is not { } service || service.IsTerminating() || service.Text("spec", "type") != "LoadBalancer")
        {
            return null;
        }

        var labels = service.Pairs("metadata", "labels");
        var free = pools.Where(pool => pool.At("spec", "disabled")?.ToString() != "true" && (pool.At("spec", "serviceSelector") is not { } selector || selector.Selects(labels))).SelectMany(Addresses).ToList();
        var own = service.Items("status", "loadBalancer", "ingress").Select(one => one.Text("ip")).FirstOrDefault();
        var used = context.Store.List("", "services").Where(one => one.Uid() != service.Uid()).SelectMany(one => one.Items("status", "loadBalancer", "ingress")).Select(one => one.Text("ip")).ToHashSet();
        var address = own is not null && free.Contains(own) ? own : free.FirstOrDefault(one => !used.Contains(one));
        if (address == own && service.Items("status", "conditions").Any(one => one.Text("type") == Satisfied && one.Text("status") == "True"))
        {
            return null;
        }

        context.Change(key, live =>
        {
            if (address is not null)
            {
                live.Map("status")["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address, ["ipMode"] = "VIP" }) };
            }

            var conditions = live.Map("status").List("conditions");
            foreach (var old in conditions.Where(one => one.Text("type") == Satisfied).ToList())
            {
                conditions.Remove(old);
            }

            conditions.Add(new JsonObject
            {
                ["type"] = Satisfied,
                ["status"] = address is null ? "False" : "True",
                ["reason"] = address is null ? "no_pool" : "satisfied",
                ["message"] = "",
                ["lastTransitionTime"] = context.Cluster.Timestamp,
            });
        });
        return null;
    }

    private static IEnumerable<string> Addresses(JsonObject pool) => pool.Items("spec", "blocks").SelectMany(block =>
    {
        var (start, stop) = (block.Text("start"), block.Text("stop") ?? block.Text("start"));
        if (block.Text("cidr") is { } range && IPNetwork.TryParse(range, out var network))
        {
            var first = Number(network.BaseAddress);
            return Range(first, first + (uint)Math.Min(MostAddresses, (1L << (32 - network.PrefixLength)) - 1));
        }

        return IPAddress.TryParse(start, out var from) && IPAddress.TryParse(stop, out var to) ? Range(Number(from), Number(to)) : [];
    });

    private static IEnumerable<string> Range(uint first, uint last)
    {
        for (var number = first; number <= last && number - first < MostAddresses; number++)
        {
            yield return new IPAddress([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]).ToString();
        }
    }

    private static uint Number(IPAddress address) => address.GetAddressBytes() is [var first, var second, var third, var fourth] ? (uint)(first << 24 | second << 16 | third << 8 | fourth) : 0;
}
