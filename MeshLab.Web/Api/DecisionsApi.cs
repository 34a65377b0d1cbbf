using System.Text;
using MeshLab.Core.Audit;
using MeshLab.Core.Decisions;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary>The Decide page's rules and kept answers over HTTP.</summary>
public static class DecisionsApi
{
    /// <summary>Maps <c>/api/v1/decisions</c>.</summary>
    public static IEndpointRouteBuilder MapDecisionsApi(this IEndpointRouteBuilder app)
    {
        var decisions = app.MapGroup("/api/v1/decisions").WithTags("Decisions");
        decisions.MapGet("", ListAsync).Requires(Role.Viewer).WithSummary("Kept decisions, the newest first");
        decisions.MapPost("", SaveAsync).Requires(Role.Operator).WithSummary("Keeps answers under a name; one of the same name is replaced");
        decisions.MapDelete("{id:long}", DeleteAsync).Requires(Role.Operator).WithSummary("Forgets a kept decision");
        decisions.MapGet("recommendation", Recommend).Requires(Role.Viewer).WithSummary("What follows from the answers in the query, e.g. ?mtls=yes&l7=no");
        decisions.MapGet("draft", Draft).Requires(Role.Viewer).WithSummary("The draft of a decision record for the answers in the query").Produces<string>(contentType: "text/markdown");
        return app;
    }

    private static async Task<Ok<IReadOnlyList<SavedDecision>>> ListAsync(DecisionStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ListAsync(cancellationToken));

    private static async Task<Results<Ok<SavedDecision>, ProblemHttpResult>> SaveAsync(DecisionToSave decision, DecisionStore store, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.Ok(await store.SaveAsync(decision.Name, AnswerText.Read(decision.Answers), Actor.Current.Signature, cancellationToken));
        }
        catch (DecisionRefusedException refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: StatusCodes.Status400BadRequest, title: "The decision cannot be kept");
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(long id, DecisionStore store, CancellationToken cancellationToken) =>
        await store.DeleteAsync(id, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem($"There is no decision {id}.", statusCode: StatusCodes.Status404NotFound, title: "Not found");

    private static Ok<MeshRecommendation> Recommend(HttpRequest request) => TypedResults.Ok(MeshAdvisor.Recommend(AnswerText.Read(request.QueryString.Value)));

    private static FileContentHttpResult Draft(HttpRequest request, TimeProvider clock)
    {
        var answers = AnswerText.Read(request.QueryString.Value);
        var draft = DecisionDraft.Write(answers, MeshAdvisor.Recommend(answers), DateOnly.FromDateTime(clock.GetLocalNow().DateTime));
        return TypedResults.File(Encoding.UTF8.GetBytes(draft), "text/markdown; charset=utf-8", "adr-draft.md");
    }
}

/// <summary>What is sent to keep a decision.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Answers">The answers as a query, e.g. <c>mtls=yes&amp;l7=no</c>.</param>
public sealed record DecisionToSave(string Name, string Answers);
