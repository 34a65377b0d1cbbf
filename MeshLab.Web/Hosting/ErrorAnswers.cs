using Microsoft.AspNetCore.Diagnostics;

namespace MeshLab.Web.Hosting;

/// <summary>Errors as the asker can read them: problem details (RFC 9457) for programs, pages for people.</summary>
internal static class ErrorAnswers
{
    private static readonly string[] ForPrograms = ["/api", "/openapi", "/healthz", "/readyz", "/metrics"];

    /// <summary>Adds the services the answers need.</summary>
    public static IServiceCollection AddErrorAnswers(this IServiceCollection services)
    {
        services.AddProblemDetails();

        // A body that cannot be read is thrown, so that the answer can say what is wrong with it.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Adds the handlers to the pipeline. Those for programs are the inner ones and so answer first.</summary>
    public static IApplicationBuilder UseErrorAnswers(this IApplicationBuilder app) => app
        .UseExceptionHandler("/error/500", createScopeForErrors: true)
        .UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true)
        .UseWhen(IsForPrograms, branch => branch
            .UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerExceptionAsync })
            .UseStatusCodePages(status => AnswerStatusAsync(status.HttpContext)));

    private static bool IsForPrograms(HttpContext context) => Array.Exists(ForPrograms, prefix => context.Request.Path.StartsWithSegments(prefix));

    private static Task AnswerExceptionAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var problem = error is BadHttpRequestException bad
            ? Results.Problem(title: "The request cannot be read", detail: bad.InnerException?.Message ?? bad.Message, statusCode: bad.StatusCode)
            : Results.Problem(title: "MeshLab failed", detail: "The request failed unexpectedly. The log has more under the trace id.", statusCode: StatusCodes.Status500InternalServerError);
        return problem.ExecuteAsync(context);
    }

    private static Task AnswerStatusAsync(HttpContext context) => Results.Problem(
        detail: context.Response.StatusCode == StatusCodes.Status404NotFound ? $"There is nothing at {context.Request.Path}." : null,
        statusCode: context.Response.StatusCode).ExecuteAsync(context);
}
