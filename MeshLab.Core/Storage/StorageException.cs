namespace MeshLab.Core.Storage;

/// <summary>MeshLab's data cannot be used. The message says what is wrong, where, and what to do; it is meant to be printed as it is.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
