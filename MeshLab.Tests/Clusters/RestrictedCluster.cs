using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Tests.Loopback;

namespace MeshLab.Tests.Clusters;

/// <summary>An API server that tells its version and allows nothing else, with a kubeconfig for it.</summary>
internal sealed class RestrictedCluster : IDisposable
{
    private const string Reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private readonly TestCatalogue _files = new();
    private readonly HttpListener _listener = new();

    public RestrictedCluster()
    {
        var address = $"http://127.0.0.1:{FreePorts.Take()}";
        _listener.Prefixes.Add(address + "/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
        Kubeconfig = _files.Write("config", TestCatalogue.Kubeconfig("restricted", address));
    }

    /// <summary>The path of a kubeconfig with the context <c>restricted</c>.</summary>
    public string Kubeconfig { get; }

    public void Dispose()
    {
        _listener.Close();
        _files.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            var (status, body) = Answer(context.Request.Url!.AbsolutePath);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()));
            context.Response.Close();
        }
    }

    private static (int Status, JsonObject Body) Answer(string path) => path switch
    {
        "/version" => (200, new() { ["gitVersion"] = "v1.35.0", ["major"] = "1", ["minor"] = "35" }),
        Reviews => (201, new() { ["apiVersion"] = "authorization.k8s.io/v1", ["kind"] = "SelfSubjectAccessReview", ["status"] = new JsonObject { ["allowed"] = false } }),
        _ => (403, new() { ["apiVersion"] = "v1", ["kind"] = "Status", ["status"] = "Failure", ["reason"] = "Forbidden", ["message"] = $"{path} is forbidden", ["code"] = 403 }),
    };
}
