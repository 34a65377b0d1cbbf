using System.Globalization;
using System.Text;

namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>Fortio's flags, with its defaults. Flags that change nothing in a simulation are taken and left alone; unknown ones are refused as Go refuses them.</summary>
internal sealed record FortioOptions
{
    private static readonly HashSet<string> IgnoredFlags =
    [
        "a", "L", "compression", "halfclose", "h2", "http1.0", "httpccch", "https-insecure", "k", "log-errors", "logger-file-line", "logger-force-color",
        "logger-goroutine", "logger-json", "logger-no-color", "logger-timestamp", "mtls", "no-reresolve", "sequential-warmup", "stdclient", "calc-qps", "curl-stdout-headers",
    ];

    private static readonly HashSet<string> IgnoredValues =
    [
        "access-log-file", "access-log-format", "base-url", "cacert", "cert", "config-dir", "config-port", "connection-reuse", "data-dir", "dns-method", "gomaxprocs",
        "httpbufferkb", "key", "max-echo-delay", "maxpayloadsizekb", "offset", "payload-file", "profile", "resolve", "resolve-ip-type", "runid", "s", "unix-socket",
    ];

    public HttpCall? Call { get; private init; }

    public string Url { get; private init; } = "";

    public bool Quiet { get; private init; }

    public bool CurlOnly { get; private init; }

    public double Qps { get; private init; } = 8;

    public int Connections { get; private init; } = 4;

    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(5);

    /// <summary>The exact number of calls, or 0 to go by <see cref="Duration"/>.</summary>
    public long Calls { get; private init; }

    public TimeSpan Timeout { get; private init; } = TimeSpan.FromSeconds(3);

    public IReadOnlyList<double> Percentiles { get; private init; } = [50, 75, 90, 99, 99.9];

    public double Resolution { get; private init; } = 0.001;

    public bool AllowInitialErrors { get; private init; }

    public bool KeepAlive { get; private init; } = true;

    public bool Jitter { get; private init; }

    public bool Uniform { get; private init; }

    public bool NoCatchUp { get; private init; }

    public string? Json { get; private init; }

    public string Labels { get; private init; } = "";

    public int AbortOn { get; private init; }

    /// <exception cref="FormatException">A flag is unknown or its value is none.</exception>
    public static FortioOptions Parse(IReadOnlyList<string> args)
    {
        var options = new FortioOptions();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? method = null;
        string? payload = null;
        string? user = null;
        var rest = new List<string>();
        for (var index = 0; index < args.Count; index++)
        {
            if (args[index] is not ['-', _, ..] word || word == "--")
            {
                rest.AddRange(args.Skip(args[index] == "--" ? index + 1 : index));
                break;
            }

            var flag = word.TrimStart('-');
            string? inline = null;
            if (flag.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                inline = flag[(equals + 1)..];
                flag = flag[..equals];
            }

            string Value() => inline ?? (index + 1 < args.Count ? args[++index] : throw new FormatException($"flag needs an argument: -{flag}"));
            bool On() => inline is null or "true" or "1" or "t" or "T" or "TRUE" or "True";
            double Number() => Value() is var text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(flag, text);
            TimeSpan Time() => Value() is var text && GoDuration.Parse(text) is { } time ? time : throw Wrong(flag, text);
            switch (flag)
            {
                case "quiet":
                    options = options with { Quiet = On() };
                    break;
                case "loglevel":
                    options = options with { Quiet = Value().ToLowerInvariant() is "error" or "critical" or "fatal" };
                    break;
                case "curl":
                    options = options with { CurlOnly = On() };
                    break;
                case "qps":
                    options = options with { Qps = Number() };
                    break;
                case "c":
                    options = options with { Connections = Math.Max(1, (int)Number()) };
                    break;
                case "t":
                    options = options with { Duration = Time() };
                    break;
                case "n":
                    options = options with { Calls = (long)Number() };
                    break;
                case "timeout":
                    options = options with { Timeout = Time() };
                    break;
                case "p":
                    options = options with { Percentiles = PercentilesOf(Value()) };
                    break;
                case "r":
                    options = options with { Resolution = Number() };
                    break;
                case "allow-initial-errors":
                    options = options with { AllowInitialErrors = On() };
                    break;
                case "keepalive":
                    options = options with { KeepAlive = On() };
                    break;
                case "jitter":
                    options = options with { Jitter = On() };
                    break;
                case "uniform":
                    options = options with { Uniform = On() };
                    break;
                case "nocatchup":
                    options = options with { NoCatchUp = On() };
                    break;
                case "json":
                    options = options with { Json = Value() };
                    break;
                case "labels":
                    options = options with { Labels = Value() };
                    break;
                case "abort-on":
                    options = options with { AbortOn = (int)Number() };
                    break;
                case "H":
                    var header = Value().Split(':', 2);
                    headers[header[0].Trim()] = header.Length == 2 ? header[1].Trim() : throw new FormatException($"invalid value for flag -H: invalid extra header '{header[0]}', expecting Key: Value");
                    break;
                case "X":
                    method = Value();
                    break;
                case "payload":
                    payload = Value();
                    break;
                case "payload-size":
                    payload = new string('x', Math.Clamp((int)Number(), 0, 256 * 1024));
                    break;
                case "content-type":
                    headers["Content-Type"] = Value();
                    payload ??= "";
                    break;
                case "user":
                    user = Value();
                    break;
                default:
                    if (!IgnoredFlags.Contains(flag) && !(IgnoredValues.Contains(flag) && Value() is not null))
                    {
                        throw new FormatException($"flag provided but not defined: -{flag}");
                    }

                    break;
            }
        }

        if (user is not null)
        {
            headers["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user));
        }

        headers.TryAdd("User-Agent", $"fortio.org/fortio-{Fortio.Version}");
        var url = rest.Count == 1 ? rest[0].Trim() : "";
        var call = url.Length == 0 ? null : HttpCall.From(url, method ?? (payload is null or "" && !headers.ContainsKey("Content-Type") ? "GET" : "POST"));
        return options with { Url = url, Call = call is null ? null : call with { Headers = headers, Body = payload ?? "" } };
    }

    private static FormatException Wrong(string flag, string text) => new($"invalid value \"{text}\" for flag -{flag}: parse error");

    private static List<double> PercentilesOf(string list)
    {
        var percentiles = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(one => double.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100 ? number : throw new FormatException($"Error: Unable to extract percentiles from -p: percentile {one} must be > 0 and < 100")).ToList();
        return percentiles.Count > 0 ? percentiles : throw new FormatException("Error: Unable to extract percentiles from -p: list can't be empty");
    }
}
