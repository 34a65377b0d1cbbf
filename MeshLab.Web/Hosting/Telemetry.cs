using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MeshLab.Web.Hosting;

/// <summary>
/// Metrics of the process at <c>/metrics</c>: ASP.NET Core, circuits, the runtime, and the meter <c>MeshLab</c> that capabilities write to. Traces, metrics and
/// logs by OTLP as well, where an endpoint is set; the standard variables <c>OTEL_EXPORTER_OTLP_…</c> say the rest.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name of MeshLab's meter and of its source of spans.</summary>
    public const string Name = "MeshLab";

    private const string Setting = "MeshLab:OtlpEndpoint";
    private const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds the meters, the Prometheus exporter and, where an endpoint is set, OTLP.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Setting] is { Length: > 0 } endpoint)
        {
            builder.Configuration[Variable] = endpoint;
        }

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(
            builder.Configuration["OTEL_SERVICE_NAME"] ?? "meshlab",
            serviceVersion: typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]));
        telemetry.WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter(Name, "Microsoft.AspNetCore.Components.Server.Circuits")
            .AddPrometheusExporter());
        if (IsAddress(builder.Configuration[Variable]))
        {
            telemetry.WithTracing(traces => traces.AddSource(Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation());
            telemetry.UseOtlpExporter();
        }
    }

    /// <summary>Refuses an endpoint that nothing could be sent to.</summary>
    /// <exception cref="StartupException">It is set and no http or https address.</exception>
    public static void Require(IConfiguration configuration)
    {
        if (configuration[Variable] is { Length: > 0 } endpoint && !IsAddress(endpoint))
        {
            throw new StartupException($"The OTLP endpoint '{endpoint}' is not an http or https address. Set MeshLab__OtlpEndpoint or {Variable} to one such as http://127.0.0.1:4317, or to nothing.");
        }
    }

    private static bool IsAddress(string? endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
