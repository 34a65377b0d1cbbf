namespace MeshLab.Web.Hosting;

/// <summary>MeshLab will not start as it is configured. The message says why and what to do; a stack trace would not help.</summary>
public sealed class StartupException(string message) : Exception(message);
