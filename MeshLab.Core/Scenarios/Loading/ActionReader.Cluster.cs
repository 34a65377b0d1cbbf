using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

internal sealed partial class ActionReader
{
    /// <summary>A command in a pod.</summary>
    public static ExecAction Exec(FieldReader fields, bool withOutputs)
    {
        var action = new ExecAction(
            Pod(fields),
            fields.Text("namespace"),
            fields.OptionalText("container"),
            fields.Texts("command"),
            fields.Integer("times", 1, 1, 10_000),
            withOutputs ? Outputs(fields) : new Dictionary<string, string>());
        fields.MustHave("command");
        if (fields.Mapping["command"] is JsonArray { Count: 0 })
        {
            fields.Problem("command", "command is an empty list");
        }

        return action;
    }

    private static WaitAction Wait(FieldReader fields)
    {
        var @for = fields.Choice(
            "for",
            ("rollout", WaitFor.Rollout),
            ("condition", WaitFor.Condition),
            ("established", WaitFor.Established),
            ("exists", WaitFor.Exists),
            ("absent", WaitFor.Absent));
        var resource = fields.Text("resource");
        if (resource.Length > 0 && resource.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            fields.Problem("resource", $"resource must be kind/name, e.g. deployment/istiod, \"{resource}\" is not");
        }

        var condition = fields.OptionalText("condition");
        if (@for == WaitFor.Condition && condition is null)
        {
            fields.Problem("condition", "condition is missing; for: condition needs its type, e.g. Ready");
        }
        else if (@for is not null and not WaitFor.Condition && condition is not null)
        {
            fields.Problem("condition", "condition has a meaning with \"for: condition\" only");
        }

        IReadOnlyDictionary<string, string>? outputs = null;
        if (fields.Has("outputs"))
        {
            outputs = fields.TextMap("outputs");
            foreach (var (name, path) in outputs)
            {
                var pointer = YamlDocument.Child(fields.At("outputs"), name);
                CheckOutputName(fields, name, pointer);
                if (path.Length == 0 || path.StartsWith('.') || path.EndsWith('.') || path.Contains("..", StringComparison.Ordinal))
                {
                    fields.ProblemAt(pointer, $"the output {name} must be a dotted path in the object, e.g. status.loadBalancer.ingress.0.ip or data.ca\\.crt");
                }
            }

            if (@for == WaitFor.Absent)
            {
                fields.Problem("outputs", "an object that is absent has no outputs");
            }
        }

        return new(@for ?? WaitFor.Exists, resource, fields.OptionalText("namespace"), condition, outputs);
    }

    private static LoadAction Load(FieldReader fields) => new(
        Pod(fields),
        fields.Text("namespace"),
        fields.OptionalText("container"),
        LoadUrl(fields),
        fields.RequiredNumber("qps", 0.001, 1_000_000),
        fields.Integer("connections", 4, 1, 10_000),
        fields.RequiredDuration("duration", LongestLoad),
        fields.OptionalText("payload"));

    private static string LoadUrl(FieldReader fields)
    {
        var url = fields.Text("url");
        if (url.Length > 0 && !url.Contains("{{", StringComparison.Ordinal) && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "grpc"))
        {
            fields.Problem("url", $"url must be an address such as http://frontend:9898/, \"{url}\" is none");
        }

        return url;
    }

    private static GenerateAction Generate(FieldReader fields)
    {
        var what = fields.Choice(
            "what",
            ("certificateAuthority", GenerateKind.CertificateAuthority),
            ("certificate", GenerateKind.Certificate),
            ("jsonWebToken", GenerateKind.JsonWebToken),
            ("password", GenerateKind.Password));
        var action = new GenerateAction(
            what ?? GenerateKind.CertificateAuthority,
            fields.Text("commonName"),
            fields.OptionalText("issuer"),
            fields.Flag("intermediate"),
            fields.TextMap("claims"),
            fields.Duration("validity", LongestValidity) ?? TimeSpan.FromDays(365));
        if (what is not null)
        {
            Only("issuer", GenerateKind.Certificate, "certificate");
            Only("intermediate", GenerateKind.Certificate, "certificate");
            Only("claims", GenerateKind.JsonWebToken, "jsonWebToken");
            if (what == GenerateKind.Password && fields.Has("validity"))
            {
                fields.Problem("validity", "a password has no validity; it is made once and kept until the teardown");
            }

            if (what == GenerateKind.Certificate && action.Issuer is null)
            {
                fields.Problem("issuer", "issuer is missing; a certificate needs the step that made its authority");
            }
        }

        return action;

        void Only(string key, GenerateKind kind, string word)
        {
            if (what != kind && fields.Has(key))
            {
                fields.Problem(key, $"{key} has a meaning with \"what: {word}\" only");
            }
        }
    }

    private static string Pod(FieldReader fields)
    {
        var pod = fields.Text("in");
        if (pod.Length > 0 && pod.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            fields.Problem("in", $"in must be a workload or a pod such as deploy/client, \"{pod}\" is none");
        }

        return pod;
    }
}
