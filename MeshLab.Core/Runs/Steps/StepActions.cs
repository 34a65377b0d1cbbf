using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Fills an action's templates in and hands it to its kind of step.</summary>
internal sealed class StepActions(IEnumerable<IStepKind> kinds)
{
    private readonly Dictionary<Type, IStepKind> _kinds = kinds.ToDictionary(kind => kind.ActionType);

    public Task RunAsync(StepContext context, StepAction action, CancellationToken cancellationToken)
    {
        var rendered = TemplateRenderer.RenderAction(action, context.Run.Templates);
        var kind = _kinds[action.GetType()];
        return context.Run.DryRun ? kind.DryRunAsync(context, rendered, cancellationToken) : kind.RunAsync(context, rendered, cancellationToken);
    }
}
