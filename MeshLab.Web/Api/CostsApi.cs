using System.Text;
using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Costs.Advice;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Decision;
using MeshLab.Core.Costs.Prices;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MeshLab.Web.Api;

/// <summary>Costs over HTTP: the comparison of variants as JSON and CSV, advice, the draft of a decision, and price books.</summary>
public static class CostsApi
{
    /// <summary>Maps <c>/api/v1/costs</c>.</summary>
    public static IEndpointRouteBuilder MapCostsApi(this IEndpointRouteBuilder app)
    {
        var costs = app.MapGroup("/api/v1/costs").WithTags("Costs");
        costs.MapGet("comparison", CompareAsync).Requires(Role.Viewer).WithSummary("What each variant costs a month, by share: one entry a variant, cluster and origin, or, of an experiment, a variant and load")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        costs.MapGet("comparison.csv", CompareCsvAsync).Requires(Role.Viewer).WithSummary("The same as CSV, one row a variant and share")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        costs.MapGet("advice", AdviseAsync).Requires(Role.Viewer).WithSummary("What would cost less, with figures and the manifest that does it")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        costs.MapGet("decision.md", DecideAsync).Requires(Role.Viewer).WithSummary("The draft of a decision with cost as a factor, filled with the comparison, as Markdown")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        costs.MapGet("prices", ListPricesAsync).Requires(Role.Viewer).WithSummary("The price books: those that ship with MeshLab and your own, with the source and date of each figure");
        costs.MapPut("prices/{id}", PutPricesAsync).Requires(Role.Operator).WithSummary("Keeps a price book of your own, or a home-lab's").ProducesValidationProblem();
        costs.MapDelete("prices/{id}", RemovePricesAsync).Requires(Role.Operator).WithSummary("Removes a price book of your own").ProducesProblem(StatusCodes.Status404NotFound);
        return app;
    }

    private static async Task<Results<Ok<ComparisonDto>, ProblemHttpResult>> CompareAsync(
        [AsParameters] CostsParameters parameters, CostComparison comparison, PriceBooks books, ClusterCatalogue clusters, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (question, problem) = await parameters.ReadAsync(clusters, books, comparison, clock.GetUtcNow(), cancellationToken);
        return question is null ? Refused(problem!) : TypedResults.Ok(ComparisonDto.Of(question, await question.RowsAsync(comparison, cancellationToken)));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> CompareCsvAsync(
        [AsParameters] CostsParameters parameters, CostComparison comparison, PriceBooks books, ClusterCatalogue clusters, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (question, problem) = await parameters.ReadAsync(clusters, books, comparison, clock.GetUtcNow(), cancellationToken);
        return question is null
            ? Refused(problem!)
            : TypedResults.File(CostCsv.Write(await question.RowsAsync(comparison, cancellationToken), question.Prices, question.Basis), "text/csv; charset=utf-8", "meshlab-costs.csv");
    }

    private static async Task<Results<Ok<AdviceListDto>, ProblemHttpResult>> AdviseAsync(
        [AsParameters] CostsParameters parameters, CostComparison comparison, PriceBooks books, ClusterCatalogue clusters, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (question, problem) = await parameters.ReadAsync(clusters, books, comparison, clock.GetUtcNow(), cancellationToken);
        return question is null
            ? Refused(problem!)
            : TypedResults.Ok(new AdviceListDto(question.Prices.Currency, [.. CostAdvisor.Advise(await question.AtOneLoad().RowsAsync(comparison, cancellationToken), question.Prices).Select(AdviceDto.Of)]));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DecideAsync(
        [AsParameters] CostsParameters parameters, HttpRequest request, CostComparison comparison, PriceBooks books, ClusterCatalogue clusters, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (question, problem) = await parameters.ReadAsync(clusters, books, comparison, clock.GetUtcNow(), cancellationToken);
        if (question is null)
        {
            return Refused(problem!);
        }

        var draft = DecisionDraft.Write(
            await question.AtOneLoad().RowsAsync(comparison, cancellationToken), question.Prices, question.Basis, $"{request.Scheme}://{request.Host}", DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        return TypedResults.File(Encoding.UTF8.GetBytes(draft), "text/markdown; charset=utf-8", "mesh-with-cost-as-a-factor.md");
    }

    private static async Task<Ok<IReadOnlyList<PriceBook>>> ListPricesAsync(PriceBooks books, CancellationToken cancellationToken) => TypedResults.Ok(await books.ListAsync(cancellationToken));

    private static async Task<Results<Ok<PriceBook>, ValidationProblem>> PutPricesAsync(string id, [FromBody] PriceBookInput input, PriceBooks books, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.Ok(await books.SaveAsync(input.Book(id), cancellationToken));
        }
        catch (PriceBookException error)
        {
            return TypedResults.ValidationProblem(
                error.Problems.GroupBy(problem => problem.Field).ToDictionary(field => field.Key, field => field.Select(problem => problem.Message).ToArray()), title: "The price book cannot be kept.");
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemovePricesAsync(string id, PriceBooks books, CancellationToken cancellationToken) => await books.RemoveAsync(id, cancellationToken)
        ? TypedResults.NoContent()
        : TypedResults.Problem($"There is no price book of yours with the id '{id}'. Those that ship with MeshLab cannot be removed.", statusCode: StatusCodes.Status404NotFound, title: "No such price book.");

    private static ProblemHttpResult Refused(ParameterProblem problem) => TypedResults.Problem(
        problem.Detail,
        statusCode: problem.Status,
        title: problem.Status == StatusCodes.Status404NotFound ? "No such thing." : $"The parameter {problem.Parameter} is not valid.",
        extensions: new Dictionary<string, object?> { ["parameter"] = problem.Parameter });
}
