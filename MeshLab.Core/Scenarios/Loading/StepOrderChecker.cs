namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Checks what steps say of each other: ids, parallel groups, certificates' issuers.</summary>
internal sealed class StepOrderChecker(IReadOnlyList<ScenarioStep> steps, IReadOnlyList<FieldReader> readers)
{
    public void Check()
    {
        var first = new Dictionary<string, int>();
        for (var index = 0; index < steps.Count; index++)
        {
            var (step, fields) = (steps[index], readers[index]);
            if (step.Id.Length > 0 && !first.TryAdd(step.Id, index))
            {
                fields.Problem("id", $"the id {step.Id} is taken by the step on line {steps[first[step.Id]].Line}");
            }

            CheckGroup(index);
            if (step.Action is GenerateAction { Issuer: { Length: > 0 } issuer } && fields.Mapping["generate"] is System.Text.Json.Nodes.JsonObject)
            {
                CheckIssuer(index, issuer);
            }
        }
    }

    private void CheckGroup(int index)
    {
        if (steps[index].Parallel is not { } group || index == 0 || steps[index - 1].Parallel == group)
        {
            return;
        }

        var earlier = steps.Take(index).LastOrDefault(step => step.Parallel == group);
        if (earlier is not null)
        {
            readers[index].Problem("parallel", $"the group {group} started on line {earlier.Line} and other steps are between; steps of a group must follow one another");
        }
    }

    private void CheckIssuer(int index, string issuer)
    {
        var fields = readers[index].OptionalMapping("generate")!;
        var place = steps.ToList().FindIndex(step => step.Id == issuer);
        var problem = place switch
        {
            < 0 => $"there is no step {issuer}{Spelling.Suggest(issuer, steps.Select(step => step.Id))}",
            _ when place >= index => $"the step {issuer} comes later; an authority is made before what it signs",
            _ when steps[place].Parallel is { } group && group == steps[index].Parallel => $"the step {issuer} runs at the same time (parallel: {group})",
            _ => steps[place].Action is GenerateAction { What: GenerateKind.CertificateAuthority } or GenerateAction { What: GenerateKind.Certificate, Intermediate: true }
                ? null
                : $"the step {issuer} makes no certificate authority",
        };
        if (problem is not null)
        {
            fields.Problem("issuer", problem);
        }
    }
}
