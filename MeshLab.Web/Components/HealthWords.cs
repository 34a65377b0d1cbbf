using MeshLab.Core.Runs;

namespace MeshLab.Web.Components;

/// <summary>How pages show the health of objects.</summary>
internal static class HealthWords
{
    public static StatusTone Tone(ObjectHealth health) => health switch
    {
        ObjectHealth.Healthy => StatusTone.Success,
        ObjectHealth.Progressing => StatusTone.Info,
        ObjectHealth.Drifted => StatusTone.Warning,
        ObjectHealth.Degraded or ObjectHealth.Missing => StatusTone.Error,
        _ => StatusTone.Neutral,
    };
}
