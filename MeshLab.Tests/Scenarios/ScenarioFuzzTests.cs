using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Tests.Scenarios;

public sealed class ScenarioFuzzTests : IDisposable
{
    private static readonly string[] Pieces =
    [
        "apiVersion: ", "kind: ", "spec:", "steps:", "id: ", "title", "apply: ", "helm: ", "verify: ", "expect: ", "share: ", "exec: ", "undo: ", "when: ", "covers: ",
        "generate: ", "wait: ", "parallel: ", "null", "3", "true", "a", "{{ a }}", "{{", "}}", "../x", "/", "\u0000", "[", "]", "{", "}", ": ", ", ", "- ", "\n", "  ", "\n    ", "'", "\"",
    ];

    private readonly ScenarioFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Whatever a file holds, it is a scenario or it has problems with places; nothing is thrown.</summary>
    [Property(MaxTest = 500)]
    public Property Read_AnyText_GivesAScenarioOrProblems() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements(Pieces)).ToArbitrary(),
        pieces => IsSound(string.Concat(pieces)));

    /// <summary>The same with a valid file in which one piece is put, or a stretch is cut out, at a random place.</summary>
    [Property(MaxTest = 1500)]
    public Property Read_ValidTextWithDamage_GivesAScenarioOrProblems() => Prop.ForAll(
        Gen.Choose(0, Rich.Length - 1).SelectMany(at => Gen.Choose(0, 30).SelectMany(cut => Gen.Elements(Pieces).Select(piece => (at, cut, piece)))).ToArbitrary(),
        damage => IsSound(Rich[..damage.at] + damage.piece + Rich[Math.Min(Rich.Length, damage.at + damage.cut)..]));

    /// <summary>A template is filled in or refused.</summary>
    [Property(MaxTest = 2000)]
    public Property Render_AnyTemplate_IsFilledInOrRefused() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements("{{", "}}", " ", "a", "b", ".", "steps", "outputs", "==", "!=", "and", "or", "not", "(", ")", "'", "\"", "1", "-", "é", "\n")).ToArbitrary(),
        pieces =>
        {
            try
            {
                TemplateRenderer.Render(string.Concat(pieces), TemplateContext.Empty.WithParameter("a", TemplateValue.Plain("true")));
                return true;
            }
            catch (TemplateException error)
            {
                return error.Offset >= 0 && error.Message.Length > 0;
            }
        });

    private static readonly string Rich = File.ReadAllText(Path.Combine(ScenarioFolder.Shipped, "linkerd-tutorial", "scenario.yaml"));

    private bool IsSound(string text)
    {
        var load = _folder.Load(text);
        return load.Scenario is null == load.Problems.Count > 0 && load.Problems.All(problem => problem is { Line: > 0, Column: > 0, Message.Length: > 0 });
    }
}
