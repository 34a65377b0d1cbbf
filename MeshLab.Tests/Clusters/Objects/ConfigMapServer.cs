using MeshLab.Tests.Clusters.Connections;
using Microsoft.AspNetCore.Http;

namespace MeshLab.Tests.Clusters.Objects;

/// <summary>Answers of a server that has config maps only.</summary>
internal static class ConfigMapServer
{
    /// <summary>A server that answers discovery by itself and the rest as the test wants.</summary>
    public static Task<ScriptedServer> StartAsync(Func<HttpContext, Task> answer) => ScriptedServer.StartAsync(context => context.Request.Path.Value switch
    {
        "/api" => ScriptedServer.JsonAsync(context, """{"kind":"APIVersions","versions":["v1"]}"""),
        "/api/v1" => ScriptedServer.JsonAsync(context, """{"kind":"APIResourceList","resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["list"]}]}"""),
        "/apis" => ScriptedServer.JsonAsync(context, """{"kind":"APIGroupList","groups":[]}"""),
        _ => answer(context),
    });

    public static string Item(string name, int version, string? uid = null) =>
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"default","uid":"{{{uid ?? name}}}","resourceVersion":"{{{version}}}"}}""";

    public static string List(int version, string more, params string[] items) =>
        $$$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}"{{{more}}}},"items":[{{{string.Join(',', items)}}}]}""";

    public static string Event(string type, string item) => $$"""{"type":"{{type}}","object":{{item}}}""" + "\n";

    /// <summary>Sends events and ends the answer, or breaks the connection when <paramref name="breakAfter"/> is done.</summary>
    public static async Task StreamAsync(HttpContext context, Task? breakAfter, params string[] events)
    {
        foreach (var one in events)
        {
            await context.Response.WriteAsync(one);
        }

        await context.Response.Body.FlushAsync();
        if (breakAfter is not null)
        {
            await breakAfter;
            context.Abort();
        }
    }
}
