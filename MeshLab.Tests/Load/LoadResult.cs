using System.Globalization;

namespace MeshLab.Tests.Load;

/// <summary>What a load did.</summary>
/// <param name="Lines">Delays of log lines from being written to a page, in milliseconds.</param>
/// <param name="Answers">Times of the API's answers, in milliseconds.</param>
/// <param name="Openings">How long pages took to open, in milliseconds.</param>
/// <param name="Cores">Processor time of the server over time.</param>
/// <param name="Resident">The server's memory at the end, in bytes.</param>
/// <param name="EachBytes">How much it grew for each page, in bytes.</param>
/// <param name="Errors">Everything that failed.</param>
internal sealed record LoadResult(IReadOnlyList<double> Lines, IReadOnlyList<double> Answers, IReadOnlyList<double> Openings, double Cores, long Resident, long EachBytes, IReadOnlyList<string> Errors)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Errors.Count} errors; API {Answers.Count} answers, p50 {At(Answers, 0.5):0} ms, p99 {At(Answers, 0.99):0} ms; {Lines.Count} lines, delay p50 {At(Lines, 0.5):0} ms, p99 {At(Lines, 0.99):0} ms; page open p50 {At(Openings, 0.5):0} ms, p99 {At(Openings, 0.99):0} ms; {Cores:0.00} cores; {Resident / 1048576.0:0} MiB resident, {EachBytes / 1048576.0:0.0} MiB a page");

    private static double At(IReadOnlyList<double> values, double part) => values.Count == 0 ? double.NaN : values.Order().ElementAt(Math.Min(values.Count - 1, (int)(values.Count * part)));
}
