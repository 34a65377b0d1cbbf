using MeshLab.Core.Audit;
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
        .Use(ShowErrorsOfFormsAsync)
        .Use(RefuseUnreadableAsync)
        .UseWhen(IsForPrograms, branch => branch
            .UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerExceptionAsync })
            .UseStatusCodePages(status => AnswerStatusAsync(status.HttpContext)));

    /// <summary>Whether a request is one that programs send.</summary>
    internal static bool IsForPrograms(HttpContext context) => Array.Exists(ForPrograms, prefix => context.Request.Path.StartsWithSegments(prefix));

    /// <summary>A page that shows why a form was refused is no form itself, and Blazor would look for one in a POST.</summary>
    private static Task ShowErrorsOfFormsAsync(HttpContext context, RequestDelegate next)
    {
        var again = context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;
        if (again && HttpMethods.IsPost(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }

    /// <summary>A form that cannot be read, as one whose token no longer fits, is the sender's mistake: it gets its status, and the page about that.</summary>
    private static async Task RefuseUnreadableAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException unreadable) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = unreadable.StatusCode;
        }
    }

    private static Task AnswerExceptionAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var problem = error is NotAllowedException refused
            ? Results.Problem(title: "Not allowed", detail: refused.Message, statusCode: StatusCodes.Status403Forbidden)
            : error is BadHttpRequestException bad
            ? Results.Problem(title: "The request cannot be read", detail: bad.InnerException?.Message ?? bad.Message, statusCode: bad.StatusCode)
            : Results.Problem(title: "MeshLab failed", detail: "The request failed unexpectedly. The log has more under the trace id.", statusCode: StatusCodes.Status500InternalServerError);
        return problem.ExecuteAsync(context);
    }

    private static Task AnswerStatusAsync(HttpContext context) => Results.Problem(
        detail: context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => "Send an API token that holds, as Authorization: Bearer meshlab_… Make one on the account page.",
            StatusCodes.Status403Forbidden => NotEnough(RequestActor.Of(context)),
            StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}.",
            StatusCodes.Status429TooManyRequests => "Too many requests. Wait for as long as Retry-After says.",
            _ => null,
        },
        statusCode: context.Response.StatusCode).ExecuteAsync(context);

    private static string NotEnough(Actor actor) =>
        $"{actor.Name} has {(actor.Role is { } role ? $"the role {role.ToString().ToLowerInvariant()}" : "no role")}, which is not enough for this.";
}
