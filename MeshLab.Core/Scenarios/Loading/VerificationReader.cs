using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Reads the checks of a step.</summary>
internal sealed class VerificationReader(LoadScope scope)
{
    private static readonly string[] Kinds = ["assert", "error", "exec"];

    /// <summary>What a check gets when neither it nor its step says.</summary>
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromMinutes(1);

    /// <summary>What each call of a repeated command gets at least.</summary>
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(2);

    /// <param name="fields">The check's mapping.</param>
    /// <param name="timeout">How long it is tried when it does not say; null when the step does not say either.</param>
    public Verification Read(FieldReader fields, TimeSpan? timeout)
    {
        var written = Kinds.Where(fields.Has).ToList();
        if (written.Count != 1)
        {
            fields.Problem("", written.Count == 0 ? "a check needs one of assert, error and exec" : $"a check has one of assert, error and exec, {string.Join(" and ", written)} are written here");
        }

        var exec = fields.OptionalMapping("exec");
        var command = exec is null ? null : ActionReader.Exec(exec, withOutputs: false);
        var verification = new Verification(
            fields.Text("title"),
            scope.Covers(fields),
            scope.Role(fields),
            Resource(fields, "assert"),
            Resource(fields, "error"),
            command,
            Expect(fields),
            fields.Duration("timeout", StepReader.LongestTimeout) ?? timeout ?? Default(command),
            fields.Line);
        exec?.End("the exec of a check");
        fields.End("a check");
        return verification;
    }

    private static TimeSpan Default(ExecAction? command) =>
        CallTime * (command?.Times ?? 0) is var calls && calls > CheckTimeout ? calls : CheckTimeout;

    private static JsonObject? Resource(FieldReader fields, string key)
    {
        if (fields.OptionalMapping(key) is not { } resource)
        {
            return null;
        }

        ObjectShape.Check(resource, nameRequired: false);
        return (JsonObject)resource.Mapping.DeepClone();
    }

    private static Expectation? Expect(FieldReader fields)
    {
        var written = fields.Has("expect");
        if (!fields.Has("exec"))
        {
            if (written)
            {
                fields.Problem("expect", "expect holds against the output of exec; assert and error need none");
            }

            return null;
        }

        if (!written)
        {
            return new(0, [], [], null, null, new Dictionary<string, ShareExpectation>(), []);
        }

        if (fields.OptionalMapping("expect") is not { } expect)
        {
            return null;
        }

        var label = Pattern(expect, "label", groups: 1);
        var expectation = new Expectation(
            expect.Has("exitCode") && expect.Mapping["exitCode"] is null ? null : expect.Integer("exitCode", 0, 0, 255),
            expect.Texts("contains"),
            expect.Texts("notContains"),
            Pattern(expect, "matches", groups: null),
            label,
            Shares(expect),
            [.. expect.Mappings("numbers").Select(Number)]);
        if (label is not null && !expect.Has("share"))
        {
            expect.Problem("label", "label counts for share, which is missing");
        }

        expect.End("expect");
        return expectation;
    }

    private static Dictionary<string, ShareExpectation> Shares(FieldReader expect)
    {
        var shares = new Dictionary<string, ShareExpectation>();
        if (expect.OptionalMapping("share") is not { } fields)
        {
            return shares;
        }

        foreach (var label in fields.Mapping.Select(entry => entry.Key).ToList())
        {
            if (fields.OptionalMapping(label) is { } share)
            {
                shares.Add(label, new(share.RequiredNumber("about", 0, 1), share.RequiredNumber("within", 0, 1)));
                share.End("a share");
            }
        }

        if (fields.Mapping.Count == 0)
        {
            expect.Problem("share", "share names no label");
        }

        var total = shares.Values.Sum(share => share.About);
        if (total > 1.0001)
        {
            expect.Problem("share", $"the shares sum up to {total:0.##}; all together are at most 1");
        }

        return shares;
    }

    private static NumberExpectation Number(FieldReader fields)
    {
        var number = new NumberExpectation(
            fields.Text("name"),
            Pattern(fields, "pattern", groups: 1) ?? "",
            fields.OptionalText("unit") ?? "",
            fields.Number("min", double.MinValue, double.MaxValue),
            fields.Number("max", double.MinValue, double.MaxValue));
        fields.MustHave("pattern");
        if (number.Min > number.Max)
        {
            fields.Problem("min", $"min {number.Min} is more than max {number.Max}");
        }

        fields.End("a number");
        return number;
    }

    private static string? Pattern(FieldReader fields, string key, int? groups)
    {
        var pattern = fields.OptionalText(key);
        if (pattern is not null && Patterns.Check(pattern, groups) is { } problem)
        {
            fields.Problem(key, $"{key} {problem}");
        }

        return pattern;
    }
}
