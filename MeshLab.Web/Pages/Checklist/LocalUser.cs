namespace MeshLab.Web.Pages.Checklist;

/// <summary>Who works on the checklist. MeshLab listens on loopback only, so it is whoever runs it.</summary>
internal static class LocalUser
{
    internal static string Name => Environment.UserName;
}
