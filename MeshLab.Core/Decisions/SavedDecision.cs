namespace MeshLab.Core.Decisions;

/// <summary>Answers that somebody kept.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What it was called.</param>
/// <param name="Answers">The answers as <see cref="AnswerText"/> writes them.</param>
/// <param name="SavedAt">When.</param>
/// <param name="SavedBy">By whom.</param>
public sealed record SavedDecision(long Id, string Name, string Answers, DateTimeOffset SavedAt, string SavedBy);

/// <summary>A decision cannot be kept as asked; the message says why.</summary>
public sealed class DecisionRefusedException(string message) : Exception(message);
