using System.Text.Json;
using MeshLab.Core.Audit;
using MeshLab.Core.Changes;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Costs.Prices;

/// <summary>Somebody's price books changed: read them again.</summary>
public sealed record PriceBooksChanged;

/// <summary>The price books: those that ship with MeshLab, and those that people made, which are kept in the database.</summary>
public sealed class PriceBooks(IDbContextFactory<MeshLabDbContext> databases, ChangeFeed changes, TimeProvider clock)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>All of them: the shipped ones first, then the others by name.</summary>
    public async Task<IReadOnlyList<PriceBook>> ListAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await database.Set<PriceBookRow>().AsNoTracking().ToListAsync(cancellationToken);
        return [.. ShippedPrices.All, .. rows.Select(Read).OrderBy(book => book.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The book of that id; null when there is none. No id means <see cref="ShippedPrices.Default"/>.</summary>
    public async Task<PriceBook?> FindAsync(string? id, CancellationToken cancellationToken)
    {
        var wanted = string.IsNullOrEmpty(id) ? ShippedPrices.Default : id;
        if (ShippedPrices.All.FirstOrDefault(book => book.Id == wanted) is { } shipped)
        {
            return shipped;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await database.Set<PriceBookRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == wanted, cancellationToken) is { } row ? Read(row) : null;
    }

    /// <summary>Keeps a book; one with the same id is replaced. A home-lab's prices are reckoned from its figures.</summary>
    /// <returns>The book as it was kept.</returns>
    /// <exception cref="PriceBookException">Something in it cannot be used.</exception>
    public async Task<PriceBook> SaveAsync(PriceBook book, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        var kept = Complete(book);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var content = JsonSerializer.Serialize(kept, _json);
        if (await database.Set<PriceBookRow>().FindAsync([kept.Id], cancellationToken) is { } row)
        {
            row.Content = content;
            row.ChangedAt = clock.GetUtcNow();
        }
        else
        {
            database.Add(new PriceBookRow { Id = kept.Id, Content = content, ChangedAt = clock.GetUtcNow() });
        }

        database.Add(AuditRow.Of(AuditDeeds.PricesSaved, $"price book {kept.Id}", clock.GetUtcNow()));
        await database.SaveChangesAsync(cancellationToken);
        changes.Publish(new PriceBooksChanged());
        return kept;
    }

    /// <summary>The book as it is kept: a home-lab's prices reckoned from its figures, and everything checked.</summary>
    /// <exception cref="PriceBookException">Something in it cannot be used.</exception>
    internal static PriceBook Complete(PriceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var kept = book with { Kind = book.HomeLab is null ? PriceBookKind.Own : PriceBookKind.HomeLab };
        if (book.HomeLab is { } given)
        {
            var lab = given with { Currency = book.Currency };
            var unusable = PriceBookCheck.Check(lab);
            if (unusable.Count > 0)
            {
                throw new PriceBookException(unusable);
            }

            kept = ShippedPrices.Of(book.Id, book.Name, PriceBookKind.HomeLab, lab, book.Sources) with { Region = book.Region };
        }

        var problems = PriceBookCheck.Check(kept);
        if (problems.Count > 0)
        {
            throw new PriceBookException(problems);
        }

        return kept;
    }

    /// <summary>Removes a book that somebody made. False when there is none.</summary>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await database.Set<PriceBookRow>().FindAsync([id], cancellationToken) is not { } row)
        {
            return false;
        }

        database.Remove(row);
        database.Add(AuditRow.Of(AuditDeeds.PricesDeleted, $"price book {id}", clock.GetUtcNow()));
        await database.SaveChangesAsync(cancellationToken);
        changes.Publish(new PriceBooksChanged());
        return true;
    }

    private static PriceBook Read(PriceBookRow row) =>
        JsonSerializer.Deserialize<PriceBook>(row.Content, _json) ?? throw new StorageException($"The price book {row.Id} in the database is empty; remove it and enter it again.");
}
