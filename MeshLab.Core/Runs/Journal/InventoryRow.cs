using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Runs.Journal;

/// <summary>An object of a run, written before the object is made, so that a crash between the two loses nothing.</summary>
internal sealed class InventoryRow
{
    /// <summary>Counts up; its order is the order of making.</summary>
    public long Id { get; set; }

    public long RunId { get; set; }

    public required string StepId { get; set; }

    public required string Cluster { get; set; }

    /// <summary>The UID of the cluster's namespace <c>kube-system</c>; another one under the same name makes the row void. Null when it was not known.</summary>
    public string? ClusterUid { get; set; }

    public required string ApiVersion { get; set; }

    public required string Kind { get; set; }

    /// <summary>Empty for cluster-scoped objects: a null would be unequal to itself in the unique index.</summary>
    public required string Namespace { get; set; }

    public required string Name { get; set; }

    public bool Existed { get; set; }

    /// <summary>When a teardown removed or released it; null while it is the run's.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}

internal sealed class InventoryRowConfiguration : IEntityTypeConfiguration<InventoryRow>
{
    public void Configure(EntityTypeBuilder<InventoryRow> builder)
    {
        builder.ToTable("Inventory");
        builder.HasKey(item => item.Id);
        builder.HasIndex(item => new { item.RunId, item.Cluster, item.ApiVersion, item.Kind, item.Namespace, item.Name }).IsUnique();
        builder.HasIndex(item => new { item.Cluster, item.RemovedAt });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(item => item.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
