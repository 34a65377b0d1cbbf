using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Fills Secrets of type <c>kubernetes.io/service-account-token</c>, and drops those whose account does not exist.</summary>
internal sealed class TokenController(ControllerContext context) : IController
{
    private const string AccountAnnotation = "kubernetes.io/service-account.name";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "token-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        ("", "secrets") when IsToken(resource) => [key],
        ("", "serviceaccounts") => context.Store.List("", "secrets", key.Namespace)
            .Where(one => IsToken(one) && one.Annotation(AccountAnnotation) == key.Name)
            .Select(one => new ObjectKey("", "secrets", key.Namespace, one.Name())),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } secret || !IsToken(secret) || secret.Annotation(AccountAnnotation) is not { } name)
        {
            return null;
        }

        if (context.Store.Peek(new ObjectKey("", "serviceaccounts", key.Namespace, name)) is not { } account)
        {
            // Objects of one manifest may come in any order, so the account gets a moment.
            var left = (secret.Time("metadata", "creationTimestamp") ?? context.Now) + Patience - context.Now;
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            context.Delete(key);
            return null;
        }

        context.Change(key, live =>
        {
            live.Map("metadata").Map("annotations")["kubernetes.io/service-account.uid"] = account.Uid();
            var data = live.Map("data");
            data["ca.crt"] ??= Encode("simulated");
            data["namespace"] ??= Encode(key.Namespace);
            data["token"] ??= Encode(Token(key, name, account.Uid()));
        });
        return null;
    }

    private static bool IsToken(JsonObject secret) => secret.Text("type") == "kubernetes.io/service-account-token";

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Shaped like a JSON web token, so that tools can show its claims; its signature says that it is none.</summary>
    private static string Token(ObjectKey key, string account, string uid)
    {
        static string Part(string text) => Encode(text).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var claims = new JsonObject
        {
            ["iss"] = "kubernetes/serviceaccount",
            ["kubernetes.io/serviceaccount/namespace"] = key.Namespace,
            ["kubernetes.io/serviceaccount/secret.name"] = key.Name,
            ["kubernetes.io/serviceaccount/service-account.name"] = account,
            ["kubernetes.io/serviceaccount/service-account.uid"] = uid,
            ["sub"] = $"system:serviceaccount:{key.Namespace}:{account}",
        };
        return $"{Part("{\"alg\":\"none\",\"kid\":\"simulated\"}")}.{Part(claims.ToJsonString())}.{Part("simulated")}";
    }
}
