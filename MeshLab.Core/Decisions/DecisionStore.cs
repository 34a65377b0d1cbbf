using MeshLab.Core.Audit;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Decisions;

/// <summary>Keeps answers under a name.</summary>
public sealed class DecisionStore(IDbContextFactory<MeshLabDbContext> databases, TimeProvider clock)
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 100;

    /// <summary>All, the newest first.</summary>
    public async Task<IReadOnlyList<SavedDecision>> ListAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return [.. (await database.Set<SavedDecisionRow>().OrderByDescending(row => row.SavedAt).ThenByDescending(row => row.Id).ToListAsync(cancellationToken)).Select(Of)];
    }

    /// <summary>Keeps answers; one of the same name is replaced.</summary>
    /// <exception cref="DecisionRefusedException">The name is empty or too long.</exception>
    public async Task<SavedDecision> SaveAsync(string name, MeshRequirements answers, string who, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName)
        {
            throw new DecisionRefusedException(name.Length == 0 ? "The decision needs a name." : $"The name is longer than {LongestName} characters.");
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Set<SavedDecisionRow>().SingleOrDefaultAsync(one => one.Name == name, cancellationToken);
        if (row is null)
        {
            row = new SavedDecisionRow { Name = name, Answers = "", SavedBy = who };
            database.Add(row);
        }

        (row.Answers, row.SavedAt, row.SavedBy) = (AnswerText.Write(answers), clock.GetUtcNow(), who);
        database.Add(AuditRow.Of(AuditDeeds.DecisionSaved, $"decision {name}", row.SavedAt));
        await database.SaveChangesAsync(cancellationToken);
        return Of(row);
    }

    /// <summary>Forgets one; false when there is none of that number.</summary>
    public async Task<bool> DeleteAsync(long id, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        if (await database.Set<SavedDecisionRow>().SingleOrDefaultAsync(one => one.Id == id, cancellationToken) is not { } row)
        {
            return false;
        }

        database.Remove(row);
        database.Add(AuditRow.Of(AuditDeeds.DecisionDeleted, $"decision {row.Name}", clock.GetUtcNow()));
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    private static SavedDecision Of(SavedDecisionRow row) => new(row.Id, row.Name, row.Answers, row.SavedAt, row.SavedBy);
}
