using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Connections;

/// <summary>A request to an API server.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query, e.g. <c>/api/v1/pods?limit=500</c>; a prefix of the server's address is put before it.</param>
/// <param name="Purpose">What it is for, to complete the sentence "could not …", e.g. <c>apply Deployment shop/web</c>.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, string Purpose)
{
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(40);

    public JsonNode? Body { get; init; }

    public string MediaType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    /// <summary>How long an attempt may take.</summary>
    public TimeSpan Patience { get; init; } = DefaultPatience;

    /// <summary>How many attempts are made at most.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>How many attempts may end without an answer in time; a connection that hangs is given up sooner than one that is refused.</summary>
    public int Timeouts { get; init; } = 2;

    /// <summary>Whether doing it twice does what doing it once does, so that an attempt of unknown outcome may be repeated.</summary>
    public bool Idempotent { get; init; } = true;

    /// <summary>A status that is an answer rather than an error, e.g. 404 for an object that may be missing.</summary>
    public System.Net.HttpStatusCode? Expected { get; init; }

    public static ApiRequest Get(string path, string purpose) => new(HttpMethod.Get, path, purpose);

    /// <summary>The HTTP message; made anew for each attempt.</summary>
    public HttpRequestMessage ToMessage(Uri server)
    {
        var message = new HttpRequestMessage(Method, Address(server, Path));
        if (server.Scheme == Uri.UriSchemeHttps)
        {
            message.Version = System.Net.HttpVersion.Version20;
            message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }

        message.Headers.TryAddWithoutValidation("Accept", Accept);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(Body.ToJsonString()))
            {
                Headers = { ContentType = new MediaTypeHeaderValue(MediaType) },
            };
        }

        return message;
    }

    /// <summary>The path under the server's own path, e.g. that of a Rancher cluster.</summary>
    public static Uri Address(Uri server, string path) => new(server.AbsoluteUri.TrimEnd('/') + "/" + path.TrimStart('/'));
}
