using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Tests.Load;

/// <summary>
/// A page as a browser holds it, without the drawing: the document is fetched, its interactive components are started over a WebSocket, and every batch of changes is
/// taken and acknowledged. Calls into scripts are answered with nothing, but for lists, which are told what is in view.
/// </summary>
internal sealed partial class Circuit(Uri address) : IAsyncDisposable
{
    /// <summary>The height of the log in pixels, as a browser of 900 pixels has it.</summary>
    private const int ViewHeight = 520;

    /// <summary>The kind of result that is a reference to an object of the browser.</summary>
    private const int JsObjectReference = 1;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly CookieContainer _cookies = new();
    private readonly List<double> _delays = [];
    private readonly Lock _lock = new();
    private HubConnection? _hub;
    private long? _list;
    private long _newest;
    private string? _secret;

    /// <summary>How many batches of changes came.</summary>
    public int Batches { get; private set; }

    /// <summary>What the server said went wrong, or why the connection ended.</summary>
    public string? Error { get; private set; }

    /// <summary>How long opening took, from the first request until the first batch was acknowledged.</summary>
    public TimeSpan OpenedIn { get; private set; }

    /// <summary>From the moment a line of the log says it was written to the batch that brought it, in milliseconds.</summary>
    public IReadOnlyList<double> Delays
    {
        get
        {
            lock (_lock)
            {
                return [.. _delays];
            }
        }
    }

    public async Task OpenAsync(string path, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var page = new Uri(address, path);
        using var handler = new SocketsHttpHandler { CookieContainer = _cookies, AutomaticDecompression = DecompressionMethods.All };
        using var http = new HttpClient(handler);
        var document = await http.GetStringAsync(page, cancellationToken);
        var builder = new HubConnectionBuilder().WithUrl(new Uri(address, "_blazor"), HttpTransportType.WebSockets, options => options.Cookies = _cookies);
        builder.Services.AddSingleton<IHubProtocol, BlazorPackProtocol>();
        _hub = builder.Build();
        _hub.On<int, byte[]>("JS.RenderBatch", TakeAsync);
        _hub.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (call, name, arguments, result, _, _) => AnswerAsync(call, name, arguments, result));
        _hub.On<string>("JS.Error", error => Error ??= error);
        _hub.Closed += reason =>
        {
            Error ??= reason?.Message;
            return Task.CompletedTask;
        };
        await _hub.StartAsync(cancellationToken);
        _secret = await _hub.InvokeAsync<string?>("StartCircuit", address.ToString(), page.ToString(), "[]", "", cancellationToken)
            ?? throw new InvalidOperationException($"The server started no circuit for {page}.");

        var state = StateComment().Match(document).Groups[1].Value;
        await _hub.SendAsync("UpdateRootComponents", Operations(document), state, cancellationToken);
        while (Batches == 0)
        {
            await Task.Delay(5, cancellationToken);
            if (Error is not null)
            {
                throw new InvalidOperationException(Error);
            }
        }

        OpenedIn = watch.Elapsed;
    }

    /// <summary>Waits until the page has read its data and loaded its charts: no change came for a while, or changes come all the time.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        for (var seen = 0; seen != Batches && watch.Elapsed < Longest;)
        {
            seen = Batches;
            await Task.Delay(Quiet, cancellationToken);
        }
    }

    /// <summary>Leaves as a browser does whose page is closed: without it the server keeps what it holds of the page for a while, for a connection that may come back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_secret is not null)
        {
            using var handler = new SocketsHttpHandler { CookieContainer = _cookies };
            using var http = new HttpClient(handler);
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("circuitId", _secret)]);
            using var answer = await http.PostAsync(new Uri(address, "_blazor/disconnect"), form);
            answer.EnsureSuccessStatusCode();
        }

        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }

    private static string Operations(string document)
    {
        var operations = new JsonArray();
        foreach (var marker in ComponentComments().Matches(document).Select(match => JsonNode.Parse(WebUtility.HtmlDecode(match.Groups[1].Value))!.AsObject()).Where(marker => marker.ContainsKey("descriptor")))
        {
            operations.Add(new JsonObject { ["type"] = "add", ["ssrComponentId"] = operations.Count + 1, ["marker"] = marker.DeepClone() });
        }

        return new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(JsonSerializerOptions.Default);
    }

    private async Task TakeAsync(int batch, byte[] changes)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var written = WrittenAt().Matches(Encoding.Latin1.GetString(changes)).Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().Order().ToList();
        lock (_lock)
        {
            // Lines that move up come again; only the first time is a delay. What was there before the page was opened is none.
            _delays.AddRange(written.Where(time => time > _newest && _newest > 0).Select(time => (double)(now - time)));
            _newest = Math.Max(_newest, written.Count > 0 ? written[^1] : 0);
        }

        await _hub!.SendAsync("OnRenderCompleted", (long)batch, (string?)null);
        Batches++;
    }

    /// <summary>
    /// Results of the kinds that are references need one; every other call is answered with null. A list that is told to show its end says what is then in view,
    /// as the browser's observer of its spacers does.
    /// </summary>
    private async Task AnswerAsync(long call, string name, string arguments, int result)
    {
        if (call != 0)
        {
            var answer = result == JsObjectReference ? """{"__jsObjectId":1}""" : name == "systemIsDark" ? "false" : "null";
            await _hub!.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{answer}]");
        }

        if (name.EndsWith("Virtualize.init", StringComparison.Ordinal))
        {
            _list = JsonNode.Parse(arguments)![0]!["__dotNetObject"]!.GetValue<long>();
        }

        if (_list is { } list && (name == "toEnd" || name.EndsWith("Virtualize.init", StringComparison.Ordinal)))
        {
            await _hub!.SendAsync("BeginInvokeDotNetFromJS", (string?)null, (string?)null, "OnSpacerAfterVisible", list, $"[0,{ViewHeight},{ViewHeight}]");
        }
    }

    [GeneratedRegex("<!--Blazor:({.*?})-->", RegexOptions.Singleline)]
    private static partial Regex ComponentComments();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->", RegexOptions.Singleline)]
    private static partial Regex StateComment();

    [GeneratedRegex(@"written at (\d{13})")]
    private static partial Regex WrittenAt();
}
