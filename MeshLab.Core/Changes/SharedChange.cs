namespace MeshLab.Core.Changes;

/// <summary>A type of change that the processes which share a database tell each other.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Type">The type.</param>
/// <param name="Subject">What a change is about: of several at a time with the same subject only the last is told. Null: each is told.</param>
/// <param name="Publish">Publishes one that came from another process.</param>
public sealed record SharedChange(string Name, Type Type, Func<object, object?> Subject, Action<ChangeFeed, object> Publish)
{
    /// <summary>A type whose changes are all told.</summary>
    public static SharedChange Of<TChange>(Func<TChange, object?>? subject = null)
        where TChange : class =>
        new(typeof(TChange).Name, typeof(TChange), change => subject?.Invoke((TChange)change) ?? change, (feed, change) => feed.Publish((TChange)change));
}
