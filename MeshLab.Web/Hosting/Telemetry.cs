using OpenTelemetry.Metrics;

namespace MeshLab.Web.Hosting;

/// <summary>Metrics of the process at <c>/metrics</c>: ASP.NET Core, the runtime, and the meter <c>MeshLab</c> that capabilities write to.</summary>
internal static class Telemetry
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "MeshLab";

    /// <summary>Adds the meters and the Prometheus exporter.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter(MeterName)
            .AddPrometheusExporter());
        return services;
    }
}
