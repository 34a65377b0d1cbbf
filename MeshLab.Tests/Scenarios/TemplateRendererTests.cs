using System.Text.Json.Nodes;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;
using Xunit;

namespace MeshLab.Tests.Scenarios;

public sealed class TemplateRendererTests
{
    private static readonly TemplateContext Context = TemplateContext.Empty
        .WithParameter("path", TemplateValue.Plain("clustermesh"))
        .WithParameter("replicas", new("3", ParameterType.Integer, false))
        .WithParameter("tls", TemplateValue.Boolean(true))
        .WithParameter("token", TemplateValue.Secret("s3cret-value"))
        .WithOutputs("mesh-ca", [new("key", TemplateValue.Secret("-----BEGIN KEY-----\nabcdef123456\n-----END KEY-----"))]);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{{ path }}", "clustermesh")]
    [InlineData("v{{path}}-{{ replicas }}", "vclustermesh-3")]
    [InlineData("{{ path == \"clustermesh\" }}", "true")]
    [InlineData("{{ path != 'clustermesh' }}", "false")]
    [InlineData("{{ replicas == 3 and tls }}", "true")]
    [InlineData("{{ not tls or (path == \"x\" or replicas == 3) }}", "true")]
    [InlineData("{{ not (tls and replicas == 3) }}", "false")]
    [InlineData("{{ \"}}\" }}{{ '{{' }}", "}}{{")]
    [InlineData("a }} b", "a }} b")]
    public void Render_Template_GivesText(string template, string expected) =>
        Assert.Equal(expected, TemplateRenderer.Render(template, Context).Text);

    [Theory]
    [InlineData("{{ pth }}", "did you mean \"path\"?")]
    [InlineData("{{ steps.mesh-ca.outputs.kay }}", "did you mean \"key\"?")]
    [InlineData("{{ steps.other.outputs.key }}", "has given no outputs")]
    [InlineData("{{ path", "not closed")]
    [InlineData("{{ }}", "missing")]
    [InlineData("{{ path = \"x\" }}", "\"==\" compares")]
    [InlineData("{{ path | upper }}", "use the words")]
    [InlineData("{{ a.b }}", "neither a parameter nor")]
    [InlineData("{{ not path }}", "neither true nor false")]
    [InlineData("{{ path path }}", "not expected here")]
    [InlineData("{{ 'open }}", "not closed")]
    public void Render_WrongTemplate_SaysWhatIsWrong(string template, string message) =>
        Assert.Contains(message, Assert.Throws<TemplateException>(() => TemplateRenderer.Render(template, Context)).Message, StringComparison.Ordinal);

    [Fact]
    public void Render_DeeplyNested_IsRefused() =>
        Assert.Throws<TemplateException>(() => TemplateRenderer.Render("{{ " + new string('(', 100_000), Context));

    [Fact]
    public void Render_SecretInText_MakesTheWholeSecret()
    {
        var value = TemplateRenderer.Render("Bearer {{ token }}", Context);

        Assert.True(value.IsSecret);
        Assert.Equal("******", value.ToString());
        Assert.False(TemplateRenderer.Render("{{ token == 'x' }}", Context).IsSecret);
    }

    [Fact]
    public void Mask_TextWithSecrets_HidesThemLineByLine()
    {
        Assert.Equal("use ****** here", Context.Mask("use s3cret-value here"));
        Assert.Equal("line ******", Context.Mask("line abcdef123456"));
        Assert.True(Context.HoldsSecret("xs3cret-valuex"));
        Assert.False(Context.HoldsSecret("nothing"));
    }

    [Fact]
    public void RenderTree_WholeTemplates_KeepTheirType()
    {
        var tree = JsonNode.Parse("""{"spec":{"replicas":"{{ replicas }}","name":"x-{{ replicas }}","tls":"{{ tls }}","list":["{{ path }}",1,null]}}""")!.AsObject();

        var rendered = TemplateRenderer.RenderTree(tree, Context);

        Assert.Equal("""{"spec":{"replicas":3,"name":"x-3","tls":true,"list":["clustermesh",1,null]}}""", rendered.ToJsonString());
    }

    [Fact]
    public void RenderAction_Helm_FillsInEveryText()
    {
        var action = new HelmAction("r-{{ path }}", "https://x/{{ path }}", "c", "{{ replicas }}", "ns", ["values.yaml"], new Dictionary<string, string> { ["a.b"] = "{{ token }}" });

        var rendered = Assert.IsType<HelmAction>(TemplateRenderer.RenderAction(action, Context));

        Assert.Equal(("r-clustermesh", "https://x/clustermesh", "3", "s3cret-value"), (rendered.Release, rendered.Repo, rendered.Version, rendered.Set["a.b"]));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("{{ path == \"clustermesh\" }}", true)]
    [InlineData("false", false)]
    public void Holds_Condition_IsItsValue(string? condition, bool expected) => Assert.Equal(expected, TemplateRenderer.Holds(condition, Context));

    [Fact]
    public void Holds_NoTruthValue_IsRefused() => Assert.Throws<TemplateException>(() => TemplateRenderer.Holds("{{ path }}", Context));
}
