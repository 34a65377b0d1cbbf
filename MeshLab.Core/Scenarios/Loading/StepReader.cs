using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Reads a step.</summary>
internal sealed class StepReader(LoadScope scope)
{
    /// <summary>The longest a step or a check may take.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);

    /// <summary>What an action gets when the step does not say.</summary>
    private static readonly TimeSpan ActionTimeout = TimeSpan.FromMinutes(5);

    private readonly ActionReader _actions = new(scope);

    public ScenarioStep Read(FieldReader fields)
    {
        var id = fields.Text("id");
        if (id.Length > 0 && !Names.IsId(id))
        {
            fields.Problem("id", $"an id has lower-case letters, digits and dashes, at most 63, \"{id}\" does not");
        }

        var title = fields.Text("title");
        var description = fields.OptionalText("description") ?? "";
        var cluster = scope.Role(fields);
        if (cluster is null && scope.Roles.Count > 1 && !fields.Has("cluster"))
        {
            fields.Problem("cluster", $"cluster is missing; the scenario has the roles {string.Join(", ", scope.Roles.Select(role => role.Role))}");
        }

        var covers = scope.Covers(fields);
        var timeout = fields.Duration("timeout", LongestTimeout);
        var action = _actions.Read(fields, out var written);
        var checks = new VerificationReader(scope);
        IReadOnlyList<Verification> verify = [.. fields.Mappings("verify").Select(check => checks.Read(check, timeout))];
        if (written.Count == 0 && !fields.Has("verify"))
        {
            fields.Problem("", $"the step does nothing; it needs verify, or one of {string.Join(", ", ActionReader.Kinds)}");
        }
        else if (fields.Mapping["verify"] is JsonArray { Count: 0 })
        {
            fields.Problem("verify", "verify is an empty list");
        }

        var step = new ScenarioStep(
            id,
            title,
            description,
            cluster ?? (scope.Roles.Count > 0 ? scope.Roles[0].Role : "main"),
            covers,
            action,
            verify,
            Undo(fields),
            fields.OptionalText("when"),
            fields.OptionalText("parallel"),
            timeout ?? Default(action, verify),
            fields.Integer("retries", 0, 0, 20),
            fields.Line)
        {
            Transient = fields.Flag("transient"),
        };
        fields.End("a step");
        return step;
    }

    /// <summary>Long enough for every check to use up its own time.</summary>
    private static TimeSpan Default(StepAction? action, IReadOnlyList<Verification> verify)
    {
        var checks = verify.Aggregate(TimeSpan.Zero, (sum, check) => sum + check.Timeout);
        var total = action is null ? checks : ActionTimeout + checks;
        return total > ActionTimeout ? total : ActionTimeout;
    }

    private List<StepAction>? Undo(FieldReader fields)
    {
        if (!fields.Has("undo"))
        {
            return null;
        }

        var undo = new List<StepAction>();
        foreach (var item in fields.Mappings("undo"))
        {
            if (_actions.Read(item, out var written) is { } action)
            {
                undo.Add(action);
            }

            if (written.Count == 0)
            {
                item.Problem("", $"an undo action needs one of {string.Join(", ", ActionReader.Kinds)}");
            }

            item.End("an undo action");
        }

        return undo;
    }
}
