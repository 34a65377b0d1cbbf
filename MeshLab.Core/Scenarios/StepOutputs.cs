namespace MeshLab.Core.Scenarios;

/// <summary>The outputs that the kinds of steps give.</summary>
public static class StepOutputs
{
    private static readonly string[] Certificate = ["certificate", "key", "certificateBase64", "keyBase64"];

    /// <summary>Whether an output of an action must not be shown: what is generated, but for public keys, and what is read out of a Secret.</summary>
    public static bool IsSecret(StepAction? action, string output) => action switch
    {
        GenerateAction => output != "jwks",
        WaitAction wait => wait.Resource.Split('/')[0] is var kind && (kind.Equals("secret", StringComparison.OrdinalIgnoreCase) || kind.Equals("secrets", StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    /// <summary>The names of an action's outputs.</summary>
    public static IReadOnlyCollection<string> Of(StepAction? action) => action switch
    {
        CliAction cli => [.. cli.Outputs.Keys],
        ExecAction exec => [.. exec.Outputs.Keys],
        WaitAction wait => [.. wait.Outputs?.Keys ?? []],
        GenerateAction { What: GenerateKind.JsonWebToken } => ["jwks", "token"],
        GenerateAction { What: GenerateKind.Password } => ["password"],
        GenerateAction => Certificate,
        _ => [],
    };
}
