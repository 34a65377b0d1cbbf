using System.Text.Json.Nodes;

namespace MeshLab.Core.Scenarios;

/// <summary>What a step does. One sealed record a step kind; strings may hold templates such as <c>{{ istioVersion }}</c>.</summary>
public abstract record StepAction
{
    private protected StepAction()
    {
    }

    /// <summary>The key of the step kind in <c>scenario.yaml</c>, e.g. <c>helm</c>.</summary>
    public abstract string Kind { get; }
}

/// <summary>Creates a Kind cluster; undone by deleting it.</summary>
/// <param name="Name">The Kind cluster's name.</param>
/// <param name="Config">A Kind configuration file in the scenario's folder; null for the default.</param>
/// <param name="Image">The node image; null for Kind's default.</param>
public sealed record KindAction(string Name, string? Config, string? Image) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "kind";
}

/// <summary>Creates or labels a namespace.</summary>
/// <param name="Name">The namespace.</param>
/// <param name="Labels">Labels to set.</param>
/// <param name="Annotations">Annotations to set.</param>
public sealed record NamespaceAction(string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "namespace";
}

/// <summary>Installs or upgrades a Helm release and waits for it; undone by uninstalling it.</summary>
/// <param name="Release">The release's name.</param>
/// <param name="Repo">The chart repository's address, or null for an OCI reference or a local chart.</param>
/// <param name="Chart">The chart's name, an <c>oci://</c> reference, or a folder in the scenario's folder.</param>
/// <param name="Version">The chart's version; null for the newest (discouraged).</param>
/// <param name="Namespace">The namespace, created when missing.</param>
/// <param name="Values">Values files in the scenario's folder, in order.</param>
/// <param name="Set">Single values by dotted path, after the files; may hold secret templates.</param>
public sealed record HelmAction(
    string Release,
    string? Repo,
    string Chart,
    string? Version,
    string Namespace,
    IReadOnlyList<string> Values,
    IReadOnlyDictionary<string, string> Set) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "helm";
}

/// <summary>Applies manifests server-side; undone by deleting what it created.</summary>
/// <param name="Files">YAML files or folders in the scenario's folder, or https addresses of pinned upstream manifests.</param>
/// <param name="Objects">Objects written in <c>scenario.yaml</c> itself, for what only templates can fill.</param>
/// <param name="Namespace">The namespace for namespaced objects that name none; null for <c>default</c>.</param>
/// <param name="Force">Whether to take over fields other managers own.</param>
public sealed record ApplyAction(IReadOnlyList<string> Files, IReadOnlyList<JsonObject> Objects, string? Namespace, bool Force) : StepAction
{
    /// <summary>Images in the place of those that the files name: name without tag to the whole image.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string Kind => "apply";
}

/// <summary>Runs a named tool with an argument list; never a shell.</summary>
/// <param name="Tool">The executable's name; it must be among the scenario's tools.</param>
/// <param name="Args">The arguments.</param>
/// <param name="Outputs">Outputs for later steps: name to a regular expression with one group, matched against standard output.</param>
public sealed record CliAction(string Tool, IReadOnlyList<string> Args, IReadOnlyDictionary<string, string> Outputs) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "cli";
}

/// <summary>What a wait step waits for.</summary>
public enum WaitFor
{
    /// <summary>A Deployment, StatefulSet or DaemonSet is fully rolled out.</summary>
    Rollout,

    /// <summary>A status condition is <c>True</c>.</summary>
    Condition,

    /// <summary>A custom resource definition is established.</summary>
    Established,

    /// <summary>The object exists.</summary>
    Exists,

    /// <summary>The object does not exist.</summary>
    Absent,
}

/// <summary>Waits for something on the cluster.</summary>
/// <param name="For">What to wait for.</param>
/// <param name="Resource"><c>kind/name</c> as kubectl writes it, e.g. <c>deployment/istiod</c>, <c>crd/gateways.gateway.networking.k8s.io</c>.</param>
/// <param name="Namespace">The namespace; null for cluster-scoped objects.</param>
/// <param name="Condition">The condition's type for <see cref="WaitFor.Condition"/>.</param>
/// <param name="Outputs">Outputs for later steps: name to a dotted path in the object found, e.g. <c>data.token</c>. What comes from a Secret's <c>data</c> is secret, and decoded unless the output's name ends in <c>Base64</c>. Null for none.</param>
public sealed record WaitAction(WaitFor For, string Resource, string? Namespace, string? Condition, IReadOnlyDictionary<string, string>? Outputs = null) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "wait";
}

/// <summary>Runs a command in a pod.</summary>
/// <param name="In"><c>deploy/name</c> or <c>pod/name</c>; of a workload, the first ready pod.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Container">The container; null for the first.</param>
/// <param name="Command">The command and its arguments.</param>
/// <param name="Times">How often to run it, at least 1; outputs are joined in order.</param>
/// <param name="Outputs">Outputs for later steps: name to a regular expression with one group.</param>
public sealed record ExecAction(
    string In,
    string Namespace,
    string? Container,
    IReadOnlyList<string> Command,
    int Times,
    IReadOnlyDictionary<string, string> Outputs) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "exec";
}

/// <summary>Sends open-loop load with Fortio from a pod and keeps its JSON result.</summary>
/// <param name="In">The pod or workload with a Fortio container.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Container">The container; null for the first.</param>
/// <param name="Url">The address to load.</param>
/// <param name="Qps">Requests per second asked for.</param>
/// <param name="Connections">Parallel connections.</param>
/// <param name="Duration">How long.</param>
/// <param name="Payload">A body to POST; null to GET.</param>
public sealed record LoadAction(string In, string Namespace, string? Container, string Url, double Qps, int Connections, TimeSpan Duration, string? Payload = null) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "load";
}

/// <summary>What a generate step makes.</summary>
public enum GenerateKind
{
    /// <summary>A self-signed certificate authority (ECDSA P-256); outputs <c>certificate</c> and <c>key</c> (PEM), <c>certificateBase64</c> and <c>keyBase64</c> (the PEM once more, encoded as charts want it).</summary>
    CertificateAuthority,

    /// <summary>A certificate signed by an earlier authority; the same outputs.</summary>
    Certificate,

    /// <summary>An RSA key pair for JSON web tokens; outputs <c>jwks</c> (public, JSON) and <c>token</c> (signed, secret).</summary>
    JsonWebToken,

    /// <summary>A password of 32 random characters of <c>A-Z a-z 0-9</c> (190 bits); output <c>password</c> (secret).</summary>
    Password,
}

/// <summary>Makes key material at run time, so that none is ever committed. Outputs are secret.</summary>
/// <param name="What">What to make.</param>
/// <param name="CommonName">The certificate's common name, the token's issuer, or whose password it is.</param>
/// <param name="Issuer">For <see cref="GenerateKind.Certificate"/>: the step that made the authority.</param>
/// <param name="Intermediate">For <see cref="GenerateKind.Certificate"/>: whether it may itself sign certificates.</param>
/// <param name="Claims">For <see cref="GenerateKind.JsonWebToken"/>: claims beside <c>iss</c>, <c>iat</c>, <c>exp</c>.</param>
/// <param name="Validity">How long it is valid.</param>
public sealed record GenerateAction(
    GenerateKind What,
    string CommonName,
    string? Issuer,
    bool Intermediate,
    IReadOnlyDictionary<string, string> Claims,
    TimeSpan Validity) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "generate";
}
