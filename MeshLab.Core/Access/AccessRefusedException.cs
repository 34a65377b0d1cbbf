namespace MeshLab.Core.Access;

/// <summary>A user, a password or a token cannot be as it was asked for. The message says what to mend; it is meant to be shown as it is.</summary>
/// <param name="message">What to mend.</param>
/// <param name="key">What is wrong, for addresses, which carry no text.</param>
public sealed class AccessRefusedException(string message, string key = "other") : Exception(message)
{
    /// <summary><c>name</c>, <c>weak</c>, <c>present</c>, <c>no-role</c> or <c>other</c>.</summary>
    public string Key { get; } = key;
}
