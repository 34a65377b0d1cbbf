namespace MeshLab.Core.Scenarios;

/// <summary>The outputs that the kinds of steps give.</summary>
public static class StepOutputs
{
    private static readonly string[] Certificate = ["certificate", "key", "certificateBase64", "keyBase64"];

    /// <summary>The names of an action's outputs.</summary>
    public static IReadOnlyCollection<string> Of(StepAction? action) => action switch
    {
        CliAction cli => [.. cli.Outputs.Keys],
        ExecAction exec => [.. exec.Outputs.Keys],
        WaitAction wait => [.. wait.Outputs?.Keys ?? []],
        GenerateAction { What: GenerateKind.JsonWebToken } => ["jwks", "token"],
        GenerateAction => Certificate,
        _ => [],
    };
}
