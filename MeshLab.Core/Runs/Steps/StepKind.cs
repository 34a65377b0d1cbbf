using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Carries out one kind of step. Every kind is idempotent: doing it again after a crash ends in the same state.</summary>
internal interface IStepKind
{
    /// <summary>The type of action it carries out.</summary>
    Type ActionType { get; }

    /// <summary>Does it; returns when it is done, and throws <see cref="StepFailedException"/> otherwise.</summary>
    Task RunAsync(StepContext context, StepAction action, CancellationToken cancellationToken);

    /// <summary>Logs what it would do, and changes nothing.</summary>
    Task DryRunAsync(StepContext context, StepAction action, CancellationToken cancellationToken);
}

/// <summary>A kind of step with its action's type.</summary>
internal abstract class StepKind<TAction> : IStepKind
    where TAction : StepAction
{
    public Type ActionType => typeof(TAction);

    public Task RunAsync(StepContext context, StepAction action, CancellationToken cancellationToken) => RunAsync(context, (TAction)action, cancellationToken);

    public Task DryRunAsync(StepContext context, StepAction action, CancellationToken cancellationToken) => DryRunAsync(context, (TAction)action, cancellationToken);

    protected abstract Task RunAsync(StepContext context, TAction action, CancellationToken cancellationToken);

    protected abstract Task DryRunAsync(StepContext context, TAction action, CancellationToken cancellationToken);
}
