using System.Text;
using MeshLab.Core.Measurements;
using Xunit;

namespace MeshLab.Tests.Measurements;

public sealed class SeriesCsvTests
{
    [Fact]
    public void Write_Series_HasUnitAndOriginInEveryRowAndNothingInAGap()
    {
        var series = new Series("Proxy", "demo", Metric.Cpu, Origin.Simulated, [new(Observed.Start, 0.25), new(Observed.Start.AddSeconds(10), null)]) { StepSeconds = 10 };

        var text = Encoding.UTF8.GetString(SeriesCsv.Write([series]));

        Assert.Equal(
            """
            time,cluster,metric,key,value,unit,step_seconds,origin,source
            2026-01-01T00:00:00.000Z,demo,cpu,Proxy,0.25,cores,10,simulated,kubelet-summary
            2026-01-01T00:00:10.000Z,demo,cpu,Proxy,,cores,10,simulated,kubelet-summary

            """.ReplaceLineEndings("\r\n"),
            text);
    }

    [Theory]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    public void Write_NameWithSignsOfItsOwn_StaysOneTextField(string key, string field)
    {
        var text = Encoding.UTF8.GetString(SeriesCsv.Write([new(key, "lab", Metric.Memory, Origin.Measured, [new(Observed.Start, 1)])]));

        Assert.Contains($",memory,{field},1,bytes,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void FileName_ClusterWithSigns_IsSafeEverywhere() =>
        Assert.Equal("meshlab-kind_a_b-cpu-by-class-20260101t000000z.csv", SeriesCsv.FileName(new("kind:a/b", Metric.Cpu, MeasurementGrouping.Class, Observed.Start, Observed.Start.AddHours(1), 10)));
}
