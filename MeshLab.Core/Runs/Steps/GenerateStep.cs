using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Steps;

/// <summary>
/// Makes key material. What the run, or an earlier deploy that still stands, has made is used again: other keys would change every
/// object they go into and cut off the workloads that trust the old ones.
/// </summary>
internal sealed class GenerateStep(OutputJournal outputs) : StepKind<GenerateAction>
{
    protected override async Task RunAsync(StepContext context, GenerateAction action, CancellationToken cancellationToken)
    {
        var now = context.Clock.GetUtcNow();
        if (await EarlierAsync(context, action, cancellationToken) is { } earlier)
        {
            context.Log("The key material of the earlier deploy is used again.");
            await context.SetOutputsAsync(earlier, cancellationToken);
            return;
        }

        await context.SetOutputsAsync(KeyMaterial.Make(action, Issuer(context, action), now), cancellationToken);
        context.Log(action.What switch
        {
            GenerateKind.JsonWebToken => $"Made an RSA 2048 key and a token of {action.CommonName}",
            GenerateKind.Password => $"Made a password for {action.CommonName}",
            _ => $"Made an ECDSA P-256 certificate for {action.CommonName}, valid until {now + action.Validity:u}",
        });
    }

    protected override async Task DryRunAsync(StepContext context, GenerateAction action, CancellationToken cancellationToken)
    {
        if (await EarlierAsync(context, action, cancellationToken) is { } earlier)
        {
            context.Run.AddOutputs(context.Step.Id, earlier);
            context.Log("Would use the key material of the earlier deploy again.");
            return;
        }

        // Made for this dry run only and never stored, so that later steps have something to fill in.
        context.Run.AddOutputs(context.Step.Id, KeyMaterial.Make(action, Issuer(context, action), context.Clock.GetUtcNow()));
        context.Log($"Would make key material for {action.CommonName}");
    }

    /// <summary>What this run made before it was cut off, or an earlier deploy, if it still does; else null.</summary>
    private async Task<IReadOnlyDictionary<string, TemplateValue>?> EarlierAsync(StepContext context, GenerateAction action, CancellationToken cancellationToken)
    {
        var earlier = (await outputs.OfRunAsync(context.Run.Id, cancellationToken)).GetValueOrDefault(context.Step.Id)
            ?? await outputs.OfEarlierRunAsync(context.Run.Id, context.Step.Id, cancellationToken);
        return earlier.Count > 0 && KeyMaterial.IsFresh(action, earlier, Issuer(context, action), context.Clock.GetUtcNow()) ? earlier : null;
    }

    private static (string Certificate, string Key)? Issuer(StepContext context, GenerateAction action) => action is { What: GenerateKind.Certificate, Issuer: { } issuer }
        ? (Read(context, issuer, "certificate"), Read(context, issuer, "key"))
        : null;

    private static string Read(StepContext context, string step, string output) =>
        TemplateRenderer.Render($"{{{{ steps.{step}.outputs.{output} }}}}", context.Run.Templates).Text;
}
