using System.Globalization;
using System.Text.Encodings.Web;
using MeshLab.Core.Access;
using MeshLab.Core.Storage;

namespace MeshLab.Web.Hosting;

/// <summary>
/// What is answered while the database cannot be used: 503 with the reason and when to ask again, instead of a failure of MeshLab. Open pages stay open, and the
/// two addresses of health answer as ever.
/// </summary>
internal static class DatabaseAnswers
{
    private const int AskAgainSeconds = 5;
    private static readonly object Reason = new();

    /// <summary>
    /// Looks first whether login is required, so that all that follows can rely on it. When that cannot be known, the request goes on as far as <see cref="UseDatabaseAnswers"/>, which
    /// refuses it.
    /// </summary>
    public static IApplicationBuilder UseLoginRequirement(this IApplicationBuilder app)
    {
        var login = app.ApplicationServices.GetRequiredService<LoginRequirement>();
        return app.Use(async (context, next) =>
        {
            try
            {
                if (!HealthEndpoints.IsHealth(context.Request.Path))
                {
                    await login.LookAsync(context.RequestAborted);
                }
            }
            catch (Exception error) when (StorageFailure.Reason(error) is not null)
            {
                context.Items[Reason] = StorageFailure.Reason(error);
            }

            await next(context);
        });
    }

    /// <summary>Answers for everything behind it. Put it before authentication, which asks the database as well.</summary>
    public static IApplicationBuilder UseDatabaseAnswers(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Items[Reason] is string known)
        {
            await AnswerAsync(context, known);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted && StorageFailure.Reason(error) is not null)
        {
            await AnswerAsync(context, StorageFailure.Reason(error)!);
        }
    });

    private static async Task AnswerAsync(HttpContext context, string reason)
    {
        var text = $"MeshLab's database cannot be used just now: {reason}. Runs under way wait for it and go on by themselves.";
        context.Response.Headers.RetryAfter = AskAgainSeconds.ToString(CultureInfo.InvariantCulture);
        if (ErrorAnswers.IsForPrograms(context))
        {
            await Results.Problem(title: "The database cannot be used", detail: text, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Headers["Refresh"] = AskAgainSeconds.ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>MeshLab waits for its database</title></head>
            <body style="font-family: system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
            <h1>MeshLab waits for its database</h1>
            <p>{HtmlEncoder.Default.Encode(text)}</p>
            <p>This page is asked for again every {AskAgainSeconds} seconds.</p>
            </body>
            </html>
            """,
            context.RequestAborted);
    }
}
