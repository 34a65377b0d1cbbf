using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Compare;

/// <summary>A slider with a number beside it: the slider for exploring, the number for exactness. It can be logarithmic, so that both tens and thousands are in reach.</summary>
public sealed partial class SliderField
{
    private const double Places = 1000;

    private (double Value, int Place) _moved = (double.NaN, 0);

    /// <summary>The id of the slider.</summary>
    [Parameter]
    [EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>What it sets.</summary>
    [Parameter]
    [EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The unit, shown after the slider.</summary>
    [Parameter]
    public string Unit { get; set; } = "";

    /// <summary>The value.</summary>
    [Parameter]
    [EditorRequired]
    public double Value { get; set; }

    /// <summary>Called with every new value, also while the slider moves.</summary>
    [Parameter]
    public EventCallback<double> ValueChanged { get; set; }

    /// <summary>The smallest value.</summary>
    [Parameter]
    public double Min { get; set; }

    /// <summary>The largest value.</summary>
    [Parameter]
    public double Max { get; set; } = 100;

    /// <summary>Whether equal ways multiply rather than add. Zero stays at the left end.</summary>
    [Parameter]
    public bool Logarithmic { get; set; }

    private double Floor => Math.Max(1, Min);

    /// <summary>Where the slider was moved to, as long as its value is the one that came of it: values are rounded, and would otherwise pull it back under the arrow keys.</summary>
    private int Place => Value == _moved.Value ? _moved.Place : (int)Math.Round(Places * (Logarithmic
        ? Value < Floor ? 0 : Math.Log(Value / Floor) / Math.Log(Max / Floor)
        : (Value - Min) / (Max - Min)));

    private static string Shown(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private Task MoveAsync(ChangeEventArgs change)
    {
        if (!double.TryParse(change.Value?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var place))
        {
            return Task.CompletedTask;
        }

        var share = Math.Clamp(place / Places, 0, 1);
        var value = !Logarithmic ? Min + (share * (Max - Min)) : share == 0 ? Min : Floor * Math.Pow(Max / Floor, share);
        _moved = (Rounded(value), (int)Math.Clamp(place, 0, Places));
        return ValueChanged.InvokeAsync(_moved.Value);
    }

    private Task NumberAsync(ChangeEventArgs change) =>
        double.TryParse(change.Value?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? ValueChanged.InvokeAsync(Math.Clamp(value, Min, Max))
            : Task.CompletedTask;

    /// <summary>Two significant digits for logarithmic sliders, whole steps or tenths for the others.</summary>
    private double Rounded(double value)
    {
        if (!Logarithmic)
        {
            return Max - Min > 20 ? Math.Round(value) : Math.Round(value, 1);
        }

        if (value <= 0)
        {
            return 0;
        }

        var size = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Math.Clamp(Math.Round(Math.Round(value / size) * size), Min, Max);
    }
}
