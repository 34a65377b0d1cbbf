using System.Globalization;
using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Results;
using MeshLab.Web.Components;

namespace MeshLab.Web.Pages.Experiments;

/// <summary>How the pages call states, flags, figures and spans of time.</summary>
internal static class ExperimentWords
{
    public static StatusTone Tone(ExperimentStatus status) => status switch
    {
        ExperimentStatus.Running => StatusTone.Info,
        ExperimentStatus.Succeeded => StatusTone.Success,
        ExperimentStatus.Failed => StatusTone.Error,
        ExperimentStatus.Cancelled => StatusTone.Warning,
        _ => StatusTone.Neutral,
    };

    public static StatusTone Tone(TrialStatus status) => status switch
    {
        TrialStatus.Running or TrialStatus.Reading => StatusTone.Info,
        TrialStatus.Succeeded => StatusTone.Success,
        TrialStatus.Failed => StatusTone.Error,
        _ => StatusTone.Neutral,
    };

    public static string Of(StageStatus status) => status switch
    {
        StageStatus.Deploying => "deploying",
        StageStatus.WarmingUp => "warming up",
        StageStatus.Measuring => "measuring",
        StageStatus.TearingDown => "tearing down",
        StageStatus.Done => "done",
        _ => "waiting",
    };

    public static string Of(TrialFlag flag) => flag switch
    {
        TrialFlag.ClientLimited => "client-limited",
        TrialFlag.UsageIncomplete => "usage incomplete",
        _ => flag.ToString().ToLowerInvariant(),
    };

    public static string Of(EffectVerdict verdict) => verdict switch
    {
        EffectVerdict.Significant => "significant",
        EffectVerdict.NotSignificant => "not significant",
        _ => "too few repetitions",
    };

    /// <summary><c>about 2 h 10 min</c>, in steps that the estimate can bear.</summary>
    public static string About(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => "less than a minute",
        { TotalMinutes: < 60 } => $"about {Math.Ceiling(time.TotalMinutes):0} min",
        _ => $"about {(int)time.TotalHours} h {time.Minutes:00} min",
    };

    /// <summary>A figure in its metric's unit, for people: milliseconds, thousandths of a core, MiB.</summary>
    public static string Number(double value, string unit) => unit switch
    {
        "cores" => (value * 1000).ToString("0.0", CultureInfo.InvariantCulture),
        "bytes" => (value / (1 << 20)).ToString("0.0", CultureInfo.InvariantCulture),
        "1/s" => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    public static string UnitOf(string unit) => unit switch
    {
        "cores" => "mCPU",
        "bytes" => "MiB",
        "1/s" => "requests/s",
        _ => unit,
    };

    /// <summary>The factor from the metric's unit to the one that is shown.</summary>
    public static double Scale(string unit) => unit switch
    {
        "cores" => 1000,
        "bytes" => 1.0 / (1 << 20),
        _ => 1,
    };

    public static string Percent(double share) => (share * 100).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " %";

    public static string Signed(double value, string unit)
    {
        var number = Number(Math.Abs(value), unit);
        return number == Number(0, unit) ? number : (value > 0 ? "+" : "−") + number;
    }

    public static string Of(LoadLevel level) =>
        $"{level.Qps.ToString("0.#", CultureInfo.InvariantCulture)} requests/s, {level.Connections} connections, {level.Duration.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s";
}
