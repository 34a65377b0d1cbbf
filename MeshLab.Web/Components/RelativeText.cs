namespace MeshLab.Web.Components;

/// <summary>Words for how long ago something was.</summary>
public static class RelativeText
{
    /// <summary>E.g. <c>just now</c>, <c>3 min ago</c>, <c>in 2 h</c>; a date beyond 30 days.</summary>
    public static string Of(DateTimeOffset value, DateTimeOffset now)
    {
        var span = now - value;
        var length = span.Duration();
        var text = length switch
        {
            _ when length < TimeSpan.FromSeconds(10) => null,
            _ when length < TimeSpan.FromMinutes(1) => $"{(int)length.TotalSeconds} s",
            _ when length < TimeSpan.FromHours(1) => $"{(int)length.TotalMinutes} min",
            _ when length < TimeSpan.FromDays(1) => $"{(int)length.TotalHours} h",
            _ when length < TimeSpan.FromDays(30) => $"{(int)length.TotalDays} d",
            _ => "",
        };
        return text switch
        {
            null => "just now",
            "" => value.ToString("yyyy-MM-dd"),
            _ => span < TimeSpan.Zero ? $"in {text}" : $"{text} ago",
        };
    }
}
