using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Storage.Postgres;

/// <summary>A MeshLab process that shares the database. It is alive while it renews its row.</summary>
internal sealed class ProcessRow
{
    /// <summary>Its name, which no other process has or had.</summary>
    public required string Owner { get; set; }

    /// <summary>The data directory that it holds, by a name that the directory keeps. Two living processes cannot hold one.</summary>
    public required string Directory { get; set; }

    /// <summary>When it started, by the database's clock, in Unix milliseconds.</summary>
    public long StartedAtMs { get; set; }

    /// <summary>Until when it is believed to be alive, by the database's clock, in Unix milliseconds.</summary>
    public long AliveUntilMs { get; set; }
}

internal sealed class ProcessRowConfiguration : IEntityTypeConfiguration<ProcessRow>
{
    public void Configure(EntityTypeBuilder<ProcessRow> builder)
    {
        builder.ToTable("Processes");
        builder.HasKey(row => row.Owner);
    }
}
