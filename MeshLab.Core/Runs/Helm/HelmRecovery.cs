namespace MeshLab.Core.Runs.Helm;

/// <summary>What is left of a helm that was cut off, and how a release comes out of it.</summary>
internal enum HelmRecovery
{
    /// <summary>Nothing is left.</summary>
    None,

    /// <summary>A first install: nothing of it was ever in use, so it is uninstalled and installed anew.</summary>
    Uninstall,

    /// <summary>An upgrade or a rollback: the release goes back to its last whole revision, and the upgrade starts from there.</summary>
    GoBack,
}
