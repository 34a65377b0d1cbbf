using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;
using Xunit;

namespace MeshLab.Tests.Scenarios;

public sealed class ParameterValidatorTests
{
    private static readonly Scenario Scenario = new(
        "shop", "Shop", "", "9.1", Mesh.None, [new("main", "")], [],
        [
            new("version", ParameterType.String, "1.2.3", @"\d+\.\d+\.\d+", ""),
            new("replicas", ParameterType.Integer, "2", null, ""),
            new("tls", ParameterType.Boolean, "true", null, ""),
            new("token", ParameterType.Secret, null, "[a-z]+", ""),
        ],
        [], [], "/nowhere");

    [Fact]
    public void Validate_GoodValues_HasNoProblems() =>
        Assert.Empty(ParameterValidator.Validate(Scenario, new Dictionary<string, string> { ["token"] = "abc", ["replicas"] = " +3 ", ["tls"] = "False" }));

    [Fact]
    public void Validate_ManyMistakes_NamesThemAll()
    {
        var problems = ParameterValidator.Validate(Scenario, new Dictionary<string, string> { ["verson"] = "1", ["version"] = "x1.2.3\n", ["replicas"] = "2.5", ["tls"] = "yes" });

        Assert.Equal(
            [
                "shop has no parameter \"verson\"; did you mean \"version\"?",
                "version must match \\d+\\.\\d+\\.\\d+, \"x1.2.3\n\" does not",
                "replicas must be a whole number",
                "tls must be true or false",
                "token needs a value",
            ],
            problems);
    }

    [Fact]
    public void Validate_WrongSecret_DoesNotRepeatIt() =>
        Assert.DoesNotContain("S3CRET", Assert.Single(ParameterValidator.Validate(Scenario, new Dictionary<string, string> { ["token"] = "S3CRET" })), StringComparison.Ordinal);

    [Fact]
    public void Check_PatternThatNeverEnds_IsStopped()
    {
        var parameter = new ScenarioParameter("p", ParameterType.String, null, "(a+)+$", "");

        Assert.Contains("takes too long", ParameterValidator.Check(parameter, new string('a', 40) + "!"), StringComparison.Ordinal);
    }

    [Fact]
    public void For_ValuesAndDefaults_AreTyped()
    {
        var context = TemplateContext.For(Scenario, new Dictionary<string, string> { ["token"] = "abcdef", ["replicas"] = "+3", ["other"] = "x" });

        Assert.Equal(("3", "true", "1.2.3"), (context.Parameters["replicas"].Text, context.Parameters["tls"].Text, context.Parameters["version"].Text));
        Assert.Equal(["abcdef"], context.Secrets);
        Assert.DoesNotContain("other", context.Parameters.Keys);
    }
}
