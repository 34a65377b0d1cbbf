using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeshLab.Core.Audit;

/// <summary>A deed in the database. Only ever added: triggers refuse changes and deletions. Add it in the transaction of the deed.</summary>
internal sealed class AuditRow
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Who { get; init; }

    public string? Address { get; init; }

    public string? Client { get; init; }

    public required string Deed { get; init; }

    public required string Subject { get; init; }

    /// <summary>Names of target clusters, each followed by a line feed; empty when the deed concerns none.</summary>
    public string Clusters { get; init; } = "";

    public string? Detail { get; init; }

    /// <summary>
    /// A deed of <paramref name="actor"/>, by default of whoever is behind this code. As it is made in the transaction of the deed, it is also the last
    /// place where a deed is refused to those who may not do it.
    /// </summary>
    /// <exception cref="NotAllowedException">The deed needs a role that they lack.</exception>
    public static AuditRow Of(string deed, string subject, DateTimeOffset at, IEnumerable<string>? clusters = null, string? detail = null, Actor? actor = null)
    {
        var who = actor ?? Actor.Current;
        if (AuditDeeds.RoleFor(deed) is { } needed && !who.May(needed))
        {
            throw new NotAllowedException(who, needed);
        }

        return new()
        {
            At = at,
            Who = who.Name,
            Address = who.Address,
            Client = who.Client,
            Deed = deed,
            Subject = subject,
            Clusters = string.Concat((clusters ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => name + "\n")),
            Detail = detail,
        };
    }
}

/// <summary>Maps <see cref="AuditRow"/>.</summary>
internal sealed class AuditRowConfiguration : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder) => builder.ToTable("Audit");
}
