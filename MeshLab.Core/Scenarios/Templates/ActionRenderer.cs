using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios.Templates;

/// <summary>Fills in the templates of actions and checks.</summary>
internal sealed class ActionRenderer(TemplateContext context)
{
    public StepAction Render(StepAction action) => action switch
    {
        KindAction kind => kind with { Name = Text(kind.Name), Image = Optional(kind.Image) },
        NamespaceAction space => space with { Name = Text(space.Name), Labels = Texts(space.Labels), Annotations = Texts(space.Annotations) },
        HelmAction helm => helm with
        {
            Release = Text(helm.Release),
            Repo = Optional(helm.Repo),
            Chart = Text(helm.Chart),
            Version = Optional(helm.Version),
            Namespace = Text(helm.Namespace),
            Set = Texts(helm.Set),
        },
        ApplyAction apply => apply with
        {
            Files = Texts(apply.Files),
            Objects = [.. apply.Objects.Select(Tree)],
            Namespace = Optional(apply.Namespace),
            Images = Texts(apply.Images),
        },
        CliAction cli => cli with { Args = Texts(cli.Args) },
        WaitAction wait => wait with { Resource = Text(wait.Resource), Namespace = Optional(wait.Namespace), Condition = Optional(wait.Condition) },
        ExecAction exec => Exec(exec),
        LoadAction load => load with
        {
            In = Text(load.In),
            Namespace = Text(load.Namespace),
            Container = Optional(load.Container),
            Url = Text(load.Url),
            Payload = Optional(load.Payload),
        },
        GenerateAction generate => generate with { CommonName = Text(generate.CommonName), Claims = Texts(generate.Claims) },
        _ => throw new ArgumentException($"The step kind {action.Kind} has no templates.", nameof(action)),
    };

    public Verification Render(Verification verification) => verification with
    {
        Assert = verification.Assert is { } assert ? Tree(assert) : null,
        Error = verification.Error is { } error ? Tree(error) : null,
        Exec = verification.Exec is { } exec ? Exec(exec) : null,
        Expect = verification.Expect is { } expect ? expect with { Contains = Texts(expect.Contains), NotContains = Texts(expect.NotContains) } : null,
    };

    private ExecAction Exec(ExecAction exec) => exec with
    {
        In = Text(exec.In),
        Namespace = Text(exec.Namespace),
        Container = Optional(exec.Container),
        Command = Texts(exec.Command),
    };

    private string Text(string template) => TemplateRenderer.Render(template, context).Text;

    private string? Optional(string? template) => template is null ? null : Text(template);

    private IReadOnlyList<string> Texts(IReadOnlyList<string> templates) => [.. templates.Select(Text)];

    private Dictionary<string, string> Texts(IReadOnlyDictionary<string, string> templates) =>
        templates.ToDictionary(entry => entry.Key, entry => Text(entry.Value));

    private JsonObject Tree(JsonObject tree) => TemplateRenderer.RenderTree(tree, context);
}
