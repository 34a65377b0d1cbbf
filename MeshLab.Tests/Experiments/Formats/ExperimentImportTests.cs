using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Formats;
using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Experiments.Results;
using MeshLab.Core.Measurements;
using Xunit;

namespace MeshLab.Tests.Experiments.Formats;

public sealed class ExperimentImportTests
{
    private static readonly Experiment _experiment = Sample.Experiment(Sample.Definition(3), (variant, level, repetition) =>
        variant == "mesh" && level == 1 && repetition == 2
            ? Sample.Figures(9.87654321, 0.123456789, Origin.Measured, TrialFlag.Saturated)
            : Sample.Figures(2 + (0.1 * repetition) + level, variant == "mesh" ? 0.0301 : 0));

    public static TheoryData<string> Formats() => ["json", "smp"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_OfAnExport_GivesTheSameMeasurementsAndResults(string format)
    {
        var text = Encoding.UTF8.GetString(format == "json" ? ExperimentDocument.Write(_experiment) : SmpFormat.Write(_experiment));

        var (row, stages, trials) = ExperimentImport.Read(text, "file.json").Rows("test", DateTimeOffset.UnixEpoch);
        var imported = ExperimentReader.Of(row, stages, trials);

        Assert.Equal(JournalJson.Write(_experiment.Definition), row.Definition);
        Assert.Equal(
            _experiment.Trials.Select(trial => (trial.Variant, trial.Level, trial.Repetition, JournalJson.Write(trial.Figures))),
            imported.Trials.Select(trial => (trial.Variant, trial.Level, trial.Repetition, JournalJson.Write(trial.Figures))));
        Assert.Equal(JournalJson.Write(ResultBuilder.Build(_experiment)), JournalJson.Write(ResultBuilder.Build(imported)));
        Assert.Equal("file.json", imported.Imported);
    }

    [Fact]
    public void Smp_HoldsTheSpecificationsOwnFields()
    {
        var smp = JsonNode.Parse(SmpFormat.Write(_experiment))!;

        var result = smp["results"]!.AsArray().First(one => (string?)one!["labels"]!["meshlab.dev/variant"] == "mesh")!;
        Assert.Equal(2.1, (double)result["latencies_ms"]!["p50"]!, 9);
        Assert.Equal(6.3, (double)result["latencies_ms"]!["p99"]!, 9);
        Assert.Equal(50, (double)result["actual_qps"]!);
        var mesh = smp["mesh_configs"]!.AsArray().First(one => (string?)one!["id"] == (string?)result["mesh_config_id"])!;
        Assert.Equal((3, 30, 40), ((int)mesh["sidecar"]!["count"]!, (int)mesh["sidecar"]!["cpu_mcores"]!, (int)mesh["sidecar"]!["mem_mb"]!));
        Assert.Equal("ISTIO", (string?)mesh["mesh_type"]!["type"]);
        var test = smp["test_configs"]!.AsArray().First(one => (string?)one!["id"] == (string?)result["test_id"])!;
        // proto3 JSON writes 64-bit numbers as strings.
        Assert.Equal(("50", "PROTOCOL_HTTP", "fortio"), ((string?)test["clients"]![0]!["rps"], (string?)test["clients"]![0]!["protocol"], (string?)test["clients"]![0]!["load_generator"]));
    }

    [Fact]
    public void Import_OfForeignSmp_TakesWhatItsFieldsHold_AsPublished()
    {
        const string Text = """
            {"results": [
              {"smp_version": "v0.0.1", "id": "r1", "start_time": "2020-03-17T14:53:05Z", "end_time": "2020-03-17T14:54:05Z", "latencies_ms": {"min": 0.5, "average": 2, "p50": 1.5, "p90": 3, "p99": 9, "max": 40}, "actual_qps": 99.7, "mesh_config_id": "istio"},
              {"smp_version": "v0.0.1", "id": "r2", "start_time": "2020-03-17T14:55:05Z", "end_time": "2020-03-17T14:56:05Z", "latencies_ms": {"min": 0.5, "average": 2, "p50": 1.7, "p90": 3, "p99": 9, "max": 40}, "actual_qps": 99.8, "mesh_config_id": "istio"}
            ]}
            """;

        var (row, stages, trials) = ExperimentImport.Read(Text, "foreign.json").Rows("test", DateTimeOffset.UnixEpoch);
        var cell = Assert.Single(ResultBuilder.Build(ExperimentReader.Of(row, stages, trials)).Cells);

        Assert.Equal(("istio", 2, Origin.Published), (cell.Variant, cell.Used, cell.Origin));
        Assert.Equal(1.6, cell.Find("p50")!.Mean, 9);
        Assert.Null(cell.Find("cpu.proxy"));
    }

    [Fact]
    public void Import_OfFortiosResults_ComparesThemByLabelRateAndRepetition()
    {
        var results = new[] { ("plain", 0, 0.002), ("mesh", 1, 0.003), ("plain", 2, 0.002), ("mesh", 3, 0.003) }.Select(one => $$"""
            {"Labels": "{{one.Item1}}", "StartTime": "2026-08-01T10:0{{one.Item2}}:00Z", "RequestedQPS": "100", "ActualQPS": 99.9, "ActualDuration": 1000{{one.Item2}}000000, "NumThreads": 8,
             "DurationHistogram": {"Count": 10, "Min": 0.001, "Max": {{one.Item3}}, "Avg": 0.001, "Data": [{"Start": 0.001, "End": {{one.Item3}}, "Percent": 100, "Count": 10}] }, "RetCodes": {"200": 10} }
            """);

        var (row, stages, trials) = ExperimentImport.Read($"[{string.Join(',', results)}]", "fortio.json").Rows("test", DateTimeOffset.UnixEpoch);
        var built = ResultBuilder.Build(ExperimentReader.Of(row, stages, trials));

        var mesh = built.Cells.Single(cell => cell.Variant == "mesh");
        Assert.Equal((2, Origin.Measured), (mesh.Used, mesh.Origin));
        Assert.Equal(0.5, mesh.Find("p50")!.Effect!.Difference, 9);
        Assert.Null(mesh.Find("cpu.node"));
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("[]", "neither")]
    [InlineData("{\"format\":\"meshlab.dev/experiment/v1\"}", "lacks")]
    [InlineData("{\"results\":[]}", "no PerformanceTestResult")]
    [InlineData("{\"results\":[{\"id\":\"x\"}]}", "latencies_ms")]
    public void Import_OfSomethingElse_SaysWhatIsWrong(string text, string words)
    {
        var refused = Assert.Throws<ExperimentRefusedException>(() => ExperimentImport.Read(text, "file.json"));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_OfARepetitionTwice_IsRefused()
    {
        var json = JsonNode.Parse(ExperimentDocument.Write(_experiment))!;
        json["trials"]!.AsArray().Add(json["trials"]![0]!.DeepClone());

        var refused = Assert.Throws<ExperimentRefusedException>(() => ExperimentImport.Read(json.ToJsonString(), "file.json"));

        Assert.Contains("twice", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_HasARowForEveryFigure_WithUnitOriginAndWhatWasLeftOut()
    {
        var experiment = _experiment with { Definition = _experiment.Definition with { Name = "=evil, \"named\"" } };

        var lines = Encoding.UTF8.GetString(ExperimentCsv.Write(experiment, ResultBuilder.Build(experiment))).TrimEnd().Split("\r\n");

        var columns = lines[0].Split(',').Length;
        Assert.All(lines.Skip(1), line => Assert.StartsWith("\"'=evil, \"\"named\"\"\",", line, StringComparison.Ordinal));
        var saturated = lines.Single(line => line.Contains(",mesh,", StringComparison.Ordinal) && line.Contains(",200,16,", StringComparison.Ordinal) && line.Contains(",p50,", StringComparison.Ordinal));
        Assert.EndsWith(",3,2,Saturated 1,measured", saturated, StringComparison.Ordinal);
        Assert.Equal(columns, saturated.Split(',').Length - 1);
    }
}
