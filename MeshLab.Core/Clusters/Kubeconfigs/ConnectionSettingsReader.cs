using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>Turns a context into connection settings, and checks whatever can be checked without connecting.</summary>
internal static class ConnectionSettingsReader
{
    /// <exception cref="KubeconfigException">Something is missing or malformed.</exception>
    public static ConnectionSettings Read(KubeconfigContext context)
    {
        var cluster = context.Cluster;
        var settings = new ConnectionSettings(Server(cluster))
        {
            AuthorityPem = KubeconfigPem.Certificates(cluster, "certificate-authority"),
            SkipTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = Proxy(cluster),
            Namespace = context.Context.Text("namespace") ?? "default",
        };
        return context.User is { } user ? WithUser(settings, user, cluster) : settings;
    }

    private static Uri Server(KubeconfigEntry cluster)
    {
        var text = cluster.Text("server")
            ?? throw new KubeconfigException($"The cluster {cluster.Name} (line {cluster.Position.Line}) has no server. Set its address: kubectl config set-cluster {cluster.Name} --server=https://HOST:6443.");
        // kubectl reads a bare host and port as https when the entry says anything about TLS, and as http otherwise.
        var secure = cluster.Body.Any(field => field.Key is "certificate-authority" or "certificate-authority-data" or "insecure-skip-tls-verify");
        var address = text.Contains("://", StringComparison.Ordinal) ? text : (secure ? "https://" : "http://") + text;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.Host.Length == 0)
        {
            throw new KubeconfigException($"The cluster {cluster.Name} (line {cluster.Position.Line}) has the server {text}, which is no http or https address.");
        }

        // A server that listens on every address is written like this by some tools; nobody can connect to it by that name.
        return server.Host is "0.0.0.0" ? new UriBuilder(server) { Host = "127.0.0.1" }.Uri
            : server.Host is "[::]" ? new UriBuilder(server) { Host = "[::1]" }.Uri
            : server;
    }

    private static Uri? Proxy(KubeconfigEntry cluster)
    {
        if (cluster.Text("proxy-url") is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5" or "socks4" or "socks4a"
            ? proxy
            : throw new KubeconfigException($"The cluster {cluster.Name} (line {cluster.Position.Line}) has the proxy-url {text}, which is no http, https or socks5 address.");
    }

    private static ConnectionSettings WithUser(ConnectionSettings settings, KubeconfigEntry user, KubeconfigEntry cluster)
    {
        var certificate = KubeconfigPem.Certificates(user, "client-certificate");
        var key = KubeconfigPem.Key(user, "client-key");
        if (certificate is null != key is null)
        {
            var (has, lacks) = certificate is null ? ("client-key", "client-certificate") : ("client-certificate", "client-key");
            throw new KubeconfigException($"The user {user.Name} (line {user.Position.Line}) has a {has} and no {lacks}. Add {lacks} or {lacks}-data.");
        }

        if (certificate is not null && key is not null)
        {
            KubeconfigPem.RequirePair(user, certificate, key);
        }

        var tokenFile = user.FilePath("tokenFile");
        if (tokenFile is not null && !File.Exists(tokenFile))
        {
            throw new KubeconfigException($"The user {user.Name} (line {user.Position.Line}) takes its token from {tokenFile}, which does not exist.");
        }

        settings = settings with
        {
            ClientCertificatePem = certificate,
            ClientKeyPem = key,
            Token = tokenFile is null ? user.Text("token") : null,
            TokenFile = tokenFile,
            UserName = user.Text("username"),
            Password = user.Text("password"),
            Plugin = ExecPluginReader.Read(user, cluster),
        };
        return user.Body["auth-provider"] is JsonObject provider ? WithProvider(settings, user, provider) : settings;
    }

    private static ConnectionSettings WithProvider(ConnectionSettings settings, KubeconfigEntry user, JsonObject provider)
    {
        var name = KubeconfigEntry.Text(provider, "name");
        if (name != "oidc")
        {
            throw new KubeconfigException($"The user {user.Name} (line {user.Position.Line}) uses the auth-provider {name}, which Kubernetes removed. Use a credential plugin (exec), for example gke-gcloud-auth-plugin or kubelogin.");
        }

        var values = provider["config"] as JsonObject ?? [];
        string? Value(string field) => KubeconfigEntry.Text(values, field);
        var token = Value("id-token") ?? throw new KubeconfigException($"The user {user.Name} (line {user.Position.Line}) uses OpenID Connect without an id-token. Log in with the tool that made the entry.");
        return Value("client-id") is { } client && Value("idp-issuer-url") is { } issuer && Value("refresh-token") is { } refresh
            ? settings with { Oidc = new(client, Value("client-secret"), issuer, token, refresh) }
            : settings with { Token = token };
    }
}
