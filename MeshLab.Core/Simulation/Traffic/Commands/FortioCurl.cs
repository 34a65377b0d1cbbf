using System.Globalization;
using System.Net;
using System.Text;

namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary><c>fortio curl</c>: one request; headers go to standard error, the body to standard output; any status but 200 ends in exit code 1.</summary>
internal static class FortioCurl
{
    public static async Task<CommandResult> RunAsync(CommandContext context, FortioOptions options)
    {
        var reply = context.Send(options.Call!);
        if (reply.Took > options.Timeout)
        {
            reply = new HttpReply(HttpReply.NoAnswer, "", options.Timeout) { Failure = "i/o timeout" };
        }

        await context.WaitAsync(reply.Took);
        if (reply.IsFailure)
        {
            var stage = reply.Connecting ? (reply.Failure!.StartsWith("lookup", StringComparison.Ordinal) ? "Unable to resolve hostname" : "Unable to connect") : "Read error";
            await context.Error($"[E] {stage} dest={options.Call!.Host}:{options.Call.Port} err=\"{reply.Failure}\"\n[E] Error status -1\n");
            return new CommandResult(1);
        }

        await context.Error(Head(reply, context.Clock.GetUtcNow()));
        if (reply.Body.Length > 0)
        {
            await context.Output(reply.Body);
        }

        if (reply.Code == 200)
        {
            return new CommandResult(0);
        }

        await context.Error($"[E] Error status {reply.Code}\n");
        return new CommandResult(1);
    }

    private static string Head(HttpReply reply, DateTimeOffset now)
    {
        var head = new StringBuilder($"HTTP/1.1 {reply.Code} {Reason(reply.Code)}\r\n");
        foreach (var (name, value) in reply.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        head.Append("Date: ").Append(now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture)).Append("\r\n");
        if (!reply.Headers.ContainsKey("content-length"))
        {
            head.Append("Content-Length: ").Append(Encoding.UTF8.GetByteCount(reply.Body)).Append("\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    private static string Reason(int code) => (HttpStatusCode)code switch
    {
        HttpStatusCode.OK => "OK",
        HttpStatusCode.NotFound => "Not Found",
        HttpStatusCode.ServiceUnavailable => "Service Unavailable",
        HttpStatusCode.BadGateway => "Bad Gateway",
        HttpStatusCode.GatewayTimeout => "Gateway Timeout",
        HttpStatusCode.InternalServerError => "Internal Server Error",
        HttpStatusCode.TooManyRequests => "Too Many Requests",
        HttpStatusCode.BadRequest => "Bad Request",
        HttpStatusCode.MethodNotAllowed => "Method Not Allowed",
        var status when Enum.IsDefined(status) => status.ToString(),
        _ => "Unknown",
    };
}
