using MeshLab.Core.Audit;
using MeshLab.Core.Scenarios;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary>The scenarios over HTTP.</summary>
public static class ScenariosApi
{
    /// <summary>Maps <c>/api/v1/scenarios</c>.</summary>
    public static IEndpointRouteBuilder MapScenariosApi(this IEndpointRouteBuilder app)
    {
        var scenarios = app.MapGroup("/api/v1/scenarios").WithTags("Scenarios");
        scenarios.MapGet("", ListAsync).Requires(Role.Viewer).WithSummary("The scenarios that can be used");
        scenarios.MapGet("problems", Problems).Requires(Role.Viewer).WithSummary("What is wrong with the scenarios that cannot be used");
        scenarios.MapGet("{id}", GetAsync).Requires(Role.Viewer).WithSummary("One scenario with its roles, parameters and steps").ProducesProblem(StatusCodes.Status404NotFound);
        return app;
    }

    private static async Task<Ok<IReadOnlyList<ScenarioSummaryDto>>> ListAsync(ScenarioCatalogue catalogue, ScenarioCoverage coverage, CancellationToken cancellationToken)
    {
        var scenarios = catalogue.Scenarios;
        var tasks = await coverage.GetAsync(scenarios.SelectMany(scenario => scenario.AllCovers()), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<ScenarioSummaryDto>>([.. scenarios.Select(scenario => ScenarioSummaryDto.Of(scenario, tasks))]);
    }

    private static Ok<IReadOnlyList<ScenarioProblem>> Problems(ScenarioCatalogue catalogue) => TypedResults.Ok(catalogue.Problems);

    private static async Task<Results<Ok<ScenarioDto>, ProblemHttpResult>> GetAsync(string id, ScenarioCatalogue catalogue, ScenarioCoverage coverage, CancellationToken cancellationToken)
    {
        if (catalogue.Find(id) is { } scenario)
        {
            return TypedResults.Ok(ScenarioDto.Of(scenario, await coverage.GetAsync(scenario.AllCovers(), cancellationToken)));
        }

        var problems = catalogue.ProblemsOf(id);
        return problems.Count > 0
            ? TypedResults.Problem(
                $"The scenario '{id}' has {problems.Count} problems and cannot be used until they are mended. They are in 'problems'.",
                statusCode: StatusCodes.Status404NotFound,
                title: "The scenario cannot be used.",
                extensions: new Dictionary<string, object?> { ["problems"] = problems })
            : TypedResults.Problem(
                $"There is no scenario '{id}'. GET /api/v1/scenarios lists them.",
                statusCode: StatusCodes.Status404NotFound,
                title: "No such scenario.");
    }
}
